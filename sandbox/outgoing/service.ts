import type { Element } from '@xmldom/xmldom'
import { type ChannelService, ServiceRefused } from '../gateway/service.ts'
import { bytes, children, elements, text } from '../gateway/xml.ts'
import type { TestPerson } from '../people/person.ts'
import type { Outgoing } from './outgoing.ts'

/** The door of the personal cabinet on the gateway. A message for nobody is refused. */
export const cabinetService = (people: readonly TestPerson[], outgoing: Outgoing): ChannelService => ({
  serviceId: 'ECABINET_Deliver',
  method: 'cabinet',
  answer: data => {
    const iin = text(data, 'iin')
    if (!people.some(person => person.iin === iin)) throw new ServiceRefused('SCSE002', 'no such cabinet')
    outgoing.deliver(text(data, 'messageKey'), {
      iin,
      titleKk: text(data, 'titleKz'),
      titleRu: text(data, 'titleRu'),
      ...fileOf(data),
    })
    return elements({ delivered: 'true' })
  },
})

function fileOf(data: Element) {
  const [file] = children(data, 'file')
  return (
    file && { file: { name: text(file, 'name'), bytes: bytes(file, 'content'), signature: bytes(file, 'signature') } }
  )
}
