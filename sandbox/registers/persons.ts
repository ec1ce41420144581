import { randomUUID } from 'node:crypto'
import type { Element } from '@xmldom/xmldom'
import type { Clock } from '../../flows/values/time.ts'
import type { ChannelService } from '../gateway/service.ts'
import { element, elements, text, type Xml } from '../gateway/xml.ts'
import type { TestPerson } from '../people/person.ts'

/** ЖТ МДБ: the person of an IIN, with the field names of its universal service. */
export const personService = (people: readonly TestPerson[], clock: Clock): ChannelService => ({
  serviceId: 'GBDFL_UniversalServiceSync',
  method: 'person',
  answer: data => {
    const iin = text(data, 'iin')
    const found = people.filter(person => person.iin === iin && person.inPersonRegister)
    return [...answerHead(data, clock), element('persons', found.map(personElement))]
  },
})

/** Who is answered and when; the register repeats the request's own id. */
export const answerHead = (data: Element, clock: Clock): Xml[] => [
  ...elements({ messageId: text(data, 'messageId'), messageDate: clock.now(), requestId: randomUUID() }),
  element('sender', elements({ code: text(data, 'senderCode') })),
]

const coded = (name: string, code: string, nameRu: string, nameKz: string): Xml =>
  element(name, elements({ code, nameRu, nameKz }))

function personElement(person: TestPerson): Xml {
  const { iin, surname, given: name, patronymic, birthDate, deathDate, address } = person
  const [street = '', building = ''] = address.split(', ')
  return element('person', [
    ...elements({ iin, surname, name, patronymic, birthDate: `${birthDate}+05:00` }),
    ...(deathDate ? elements({ deathDate }) : []),
    coded('citizenship', '398', 'КАЗАХСТАН', 'ҚАЗАҚСТАН'),
    deathDate
      ? coded('lifeStatus', '1', 'Умерший', 'Қайтыс болған')
      : coded('lifeStatus', '0', 'Нормальный', 'Қалыпты'),
    element('regAddress', [
      coded('country', '398', 'КАЗАХСТАН', 'ҚАЗАҚСТАН'),
      coded('region', '000', 'Тестовая область', 'Сынақ облысы'),
      ...elements({ district: '', city: 'Үлгі', street, building, corpus: '', flat: '' }),
    ]),
  ])
}
