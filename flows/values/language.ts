/** Kazakh first: it is the state language and the default wherever nothing was chosen. */
export const languages = ['kk', 'ru'] as const
export type Language = (typeof languages)[number]
