import type { IndexLine } from '../bot/web/dependencies.ts'

/** What a newcomer finds on the first page of the demonstration. */
export const indexLines: readonly IndexLine[] = []
