import type { Span } from '../flows/vocabulary.ts'

const units: readonly (readonly [unit: string, one: string])[] = [
  ['minutes', 'minute'],
  ['workingHours', 'working hour'],
  ['workingDays', 'working day'],
  ['calendarDays', 'calendar day'],
]

/** «3 working days», «5 minutes». */
export function spanInWords(span: Span): string {
  const counts = new Map(Object.entries(span))
  const [unit, one] = units.find(([name]) => counts.has(name)) ?? ['', '']
  const count = counts.get(unit)
  return `${count} ${one}${count === 1 ? '' : 's'}`
}
