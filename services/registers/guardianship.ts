import { z } from 'zod'
import type { Iin } from '../../flows/values/iin.ts'
import type { GuardianshipAnswer, GuardianshipRecord, Ward } from './port.ts'
import { list, orNothing, plainDate } from './shapes.ts'

const wardSchema = z
  .object({
    surname: orNothing(z.string()),
    name: z.string().min(1),
    patronymic: orNothing(z.string()),
    birthDate: plainDate,
    hasProperty: z.enum(['true', 'false']),
  })
  .transform(
    ({ surname, name, patronymic, birthDate, hasProperty }): Ward => ({
      fullName: [surname, name, patronymic].filter(Boolean).join(' '),
      birthDate,
      hasProperty: hasProperty === 'true',
    }),
  )

const recordSchema = z
  .object({
    kind: z.object({ code: z.enum(['GUARDIAN', 'CUSTODIAN']) }),
    decisionNumber: z.string().min(1),
    decisionDate: plainDate,
    body: z.object({ nameKz: z.string().min(1), nameRu: z.string().min(1) }),
    wards: z.object({ ward: list(wardSchema) }),
  })
  .transform(
    ({ kind, decisionNumber, decisionDate, body, wards }): GuardianshipRecord => ({
      kind: kind.code === 'GUARDIAN' ? 'guardian' : 'custodian',
      decisionNumber,
      decisionDate,
      bodyKk: body.nameKz,
      bodyRu: body.nameRu,
      wards: wards.ward,
    }),
  )

/**
 * The contract of the guardianship register is not public: this one is ours, shaped like that of ЖТ МДБ
 * (records/record, the person asked for repeated in `iin`).
 */
export const guardianshipAnswer = (iin: Iin) =>
  z
    .object({ iin: z.literal(iin), records: orNothing(z.object({ record: list(recordSchema) })) })
    .transform(({ records }): GuardianshipAnswer => {
      const found = records?.record ?? []
      return found.length > 0 ? { outcome: 'found', records: found } : { outcome: 'missing' }
    })
