import { z } from 'zod'
import type { Iin } from '../../flows/values/iin.ts'
import type { Person, PersonAnswer } from './port.ts'
import { coded, list, orNothing, plainDate } from './shapes.ts'

/** lifeStatus/code of the dead. The classifier is not published; deathDate decides as well, so that neither alone is trusted. */
const deceased = '1'

const addressSchema = z.object({
  region: orNothing(coded),
  district: orNothing(coded),
  city: orNothing(z.string()),
  street: orNothing(z.string()),
  building: orNothing(z.string()),
  corpus: orNothing(z.string()),
  flat: orNothing(z.string()),
})

const personSchema = z.object({
  iin: z.string(),
  surname: orNothing(z.string()),
  name: z.string().min(1),
  patronymic: orNothing(z.string()),
  birthDate: plainDate,
  deathDate: orNothing(plainDate),
  lifeStatus: z.object({ code: z.string() }),
  regAddress: orNothing(addressSchema),
})
type RegisterPerson = z.infer<typeof personSchema>

/** The answer of ЖТ МДБ on one person: persons/person, empty when the register has nobody. It must be about the one asked for. */
export const personAnswer = (iin: Iin) =>
  z
    .object({ persons: orNothing(z.object({ person: list(personSchema) })) })
    .refine(({ persons }) => (persons?.person ?? []).every(person => person.iin === iin), 'about another person')
    .transform(({ persons }): PersonAnswer => {
      const found = persons?.person[0]
      if (!found) return { outcome: 'missing' }
      const isDead = found.deathDate !== undefined || found.lifeStatus.code === deceased
      return { outcome: isDead ? 'deceased' : 'found', person: toPerson(iin, found) }
    })

function toPerson(iin: Iin, { surname = '', name, patronymic, birthDate, regAddress }: RegisterPerson): Person {
  const address = regAddress && addressLine(regAddress)
  return { iin, surname, name, birthDate, ...(patronymic && { patronymic }), ...(address && { address }) }
}

const addressLine = ({
  region,
  district,
  city,
  street,
  building,
  corpus,
  flat,
}: z.infer<typeof addressSchema>): string =>
  [region?.nameKz, district?.nameKz, city, street, building, corpus, flat].filter(Boolean).join(', ')
