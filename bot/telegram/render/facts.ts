import { z } from 'zod'
import type { Fact } from '../../../flows/engine/case.ts'
import { parsePlainDate } from '../../../flows/values/time.ts'
import type { CheckStep } from '../../../flows/vocabulary.ts'
import { formatDate } from '../../../locales/format.ts'
import type { Context } from './context.ts'
import { escapeHtml } from './html.ts'

const date = z.string().transform((text, { addIssue }) => {
  const parsed = parsePlainDate(text)
  if (parsed === undefined) addIssue('not a date')
  return parsed ?? z.NEVER
})

/** What services/registers/port.ts says of a person. */
const personFact = z.object({
  surname: z.string(),
  name: z.string(),
  patronymic: z.string().optional(),
  birthDate: date,
  address: z.string().optional(),
})

/** What services/registers/port.ts says of guardianship. */
const guardianshipFact = z.object({
  records: z.array(
    z.object({
      kind: z.enum(['guardian', 'custodian']),
      decisionNumber: z.string(),
      decisionDate: date,
      bodyKk: z.string(),
      bodyRu: z.string(),
      wards: z.array(z.object({ fullName: z.string(), birthDate: date, hasProperty: z.boolean() })),
    }),
  ),
})
type GuardianshipRecord = z.infer<typeof guardianshipFact>['records'][number]

function personLines(data: unknown, { say, language }: Context): string[] {
  const person = personFact.parse(data)
  const fullName = [person.surname, person.name, person.patronymic].filter(Boolean).join(' ')
  return [
    say('common:facts.person.title'),
    say('common:facts.person.fullName', { value: fullName }),
    say('common:facts.person.birthDate', { value: formatDate(language, person.birthDate) }),
    ...(person.address ? [say('common:facts.person.address', { value: person.address })] : []),
  ]
}

function recordLines(record: GuardianshipRecord, { say, language }: Context): string[] {
  const { decisionNumber: number, decisionDate } = record
  return [
    say(`common:facts.guardianship.${record.kind}`),
    say('common:facts.guardianship.decision', { number, date: formatDate(language, decisionDate) }),
    say('common:facts.guardianship.body', { value: language === 'kk' ? record.bodyKk : record.bodyRu }),
    ...record.wards.flatMap(({ fullName: name, birthDate, hasProperty }) => [
      say('common:facts.guardianship.ward', { name, date: formatDate(language, birthDate) }),
      say(`common:facts.guardianship.${hasProperty ? 'property' : 'noProperty'}`),
    ]),
  ]
}

const guardianshipLines = (data: unknown, context: Context) => [
  context.say('common:facts.guardianship.title'),
  ...guardianshipFact.parse(data).records.flatMap(record => recordLines(record, context)),
]

const lines: Record<CheckStep['register'], (data: unknown, context: Context) => string[]> = {
  person: personLines,
  guardianship: guardianshipLines,
}

/** What a register said, as one paragraph. Errors: `ZodError` when the fact is not what the register's port promises. */
export const factParagraph = (register: CheckStep['register'], fact: Fact, context: Context): string =>
  lines[register](fact.data, context).map(escapeHtml).join('\n')
