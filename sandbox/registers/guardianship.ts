import type { Clock } from '../../flows/values/time.ts'
import { type ChannelService, ServiceRefused } from '../gateway/service.ts'
import { element, elements, text, type Xml } from '../gateway/xml.ts'
import type { TestGuardianship, TestPerson, TestWard } from '../people/person.ts'
import { answerHead } from './persons.ts'

const kinds = {
  GUARDIAN: { code: 'GUARDIAN', nameRu: 'Опека', nameKz: 'Қорғаншылық' },
  CUSTODIAN: { code: 'CUSTODIAN', nameRu: 'Попечительство', nameKz: 'Қамқоршылық' },
}

/** The register of guardianship and custody: decisions by the IIN of the guardian. For some people it is down at first. */
export function guardianshipService(people: readonly TestPerson[], clock: Clock): ChannelService {
  const asked = new Map<string, number>()
  return {
    serviceId: 'GuardianshipRecordByIin',
    method: 'guardianship',
    answer: data => {
      const iin = text(data, 'iin')
      const person = people.find(candidate => candidate.iin === iin)
      const before = asked.get(iin) ?? 0
      asked.set(iin, before + 1)
      if (before < (person?.registerDownFor ?? 0)) throw new ServiceRefused('SCSE003', 'the register does not answer')
      const records = (person?.guardianship ?? []).map(recordElement)
      return [...answerHead(data, clock), element('iin', iin), element('records', records)]
    },
  }
}

const recordElement = ({ kind, decisionNumber, decisionDate, bodyKk, bodyRu, wards }: TestGuardianship): Xml =>
  element('record', [
    element('kind', elements(kinds[kind])),
    ...elements({ decisionNumber, decisionDate }),
    element('body', elements({ code: '0000', nameRu: bodyRu, nameKz: bodyKk })),
    element('wards', wards.map(wardElement)),
  ])

const wardElement = ({ surname, given, patronymic, birthDate, hasProperty }: TestWard): Xml =>
  element('ward', elements({ surname, name: given, patronymic, birthDate, hasProperty: String(hasProperty) }))
