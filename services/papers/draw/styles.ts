import type { FontName } from './fonts.ts'

/** Points. The page is A4; everything stands between the margins, Kazakh in the left column and Russian in the right. */
export const page = { width: 595.28, height: 841.89, left: 54, right: 54, top: 46, bottom: 36 } as const
export const gutter = 22
export const body = { width: page.width - page.left - page.right, bottom: page.height - page.bottom } as const
export const column = {
  width: (body.width - gutter) / 2,
  kk: page.left,
  ru: page.left + (body.width + gutter) / 2,
} as const

export const colors = {
  ink: '#16202a',
  quiet: '#566470',
  rule: '#c5ced6',
  state: '#0b6e99',
  fill: '#eef4f8',
  specimen: '#b3261e',
  specimenFill: '#fbeceb',
} as const

export interface Style {
  font: FontName
  size: number
  color: string
  align: 'left' | 'center'
  /** Extra space between lines. */
  lead: number
}
export const styles = {
  letterhead: { font: 'bold', size: 10.5, color: colors.ink, align: 'center', lead: 1 },
  title: { font: 'bold', size: 12.5, color: colors.ink, align: 'center', lead: -1 },
  caption: { font: 'regular', size: 9.5, color: colors.quiet, align: 'center', lead: 1 },
  heading: { font: 'bold', size: 10.5, color: colors.state, align: 'left', lead: 1 },
  paragraph: { font: 'regular', size: 9.5, color: colors.ink, align: 'left', lead: -0.8 },
  strong: { font: 'bold', size: 9.2, color: colors.ink, align: 'left', lead: -0.6 },
  label: { font: 'regular', size: 8, color: colors.quiet, align: 'left', lead: 0 },
  cell: { font: 'regular', size: 9.2, color: colors.ink, align: 'left', lead: -0.6 },
  note: { font: 'regular', size: 7.8, color: colors.quiet, align: 'left', lead: -0.8 },
  hint: { font: 'regular', size: 8.5, color: colors.ink, align: 'left', lead: -0.5 },
  mark: { font: 'regular', size: 7.5, color: colors.quiet, align: 'center', lead: 0 },
  band: { font: 'bold', size: 9, color: colors.specimen, align: 'center', lead: 0 },
} as const satisfies Record<string, Style>
