import { checkDigit, type Iin, parseIin } from '../../flows/values/iin.ts'

const digits = (number: number, length: number) => String(number).padStart(length, '0')

/**
 * A number with a right check digit that can belong to nobody: its first six digits say 30 February.
 * `century` is the seventh digit. The same arguments give the same number.
 */
export function inventIin(year: number, century: number, serial: number): Iin {
  const eleven = `${digits(year % 100, 2)}0230${century}${digits(serial, 4)}`
  const check = checkDigit(eleven)
  if (check === undefined) return inventIin(year, century, serial + 1)
  const iin = parseIin(`${eleven}${check}`)
  if (!iin.ok) throw new RangeError(`no number is made of ${eleven}`)
  return iin.value
}
