import { z } from 'zod'
import { addDays, dateInAlmaty } from '../../flows/values/time.ts'
import type { Application } from './applications.ts'

const request = z.object({ answers: z.record(z.string(), z.unknown()) })
const ward = /^wards\.(\d+)\.name$/

/** A request of another shape has no children to copy. */
function answersOf(bytes: Uint8Array): Record<string, unknown> {
  try {
    return request.parse(JSON.parse(new TextDecoder().decode(bytes))).answers
  } catch (fault) {
    if (fault instanceof SyntaxError || fault instanceof z.ZodError) return {}
    throw fault
  }
}

/** The children whom the applicant named, by the number that the request gives each, in its order. */
export const childrenOf = ({ request: bytes }: Application): string[] =>
  Object.keys(answersOf(bytes)).flatMap(ref => ward.exec(ref)?.[1] ?? [])

/**
 * What an official would copy from the decision that was attached, as JSON: the children as the applicant named them, and
 * a made-up number and date. Undefined when no children were named: the register had them.
 */
export function enteredFromDocuments(application: Application): string | undefined {
  const { id, at, request: bytes } = application
  const answers = answersOf(bytes)
  const numbers = childrenOf(application)
  if (numbers.length === 0) return undefined
  const wards = numbers.map(n => ({
    fullName: answers[`wards.${n}.name`],
    birthDate: answers[`wards.${n}.birthDate`],
    hasProperty: false,
  }))
  const record = {
    kind: 'guardian',
    decisionNumber: `${100 + Number(id)}-ө`,
    decisionDate: addDays(dateInAlmaty(at), -30),
    bodyKk: 'Үлгі қаласының әкімдігі',
    bodyRu: 'Акимат города Улги',
    wards,
  }
  return JSON.stringify({ records: [record] })
}
