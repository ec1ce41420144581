import { randomUUID } from 'node:crypto'
import type { Iin } from '../../flows/values/iin.ts'
import type { Clock } from '../../flows/values/time.ts'
import type { Gateway } from '../gateway/port.ts'
import { guardianshipAnswer } from './guardianship.ts'
import { personAnswer } from './person.ts'
import type { Registers } from './port.ts'
import { readAs } from './shapes.ts'

const services = {
  person: {
    serviceId: 'GBDFL_UniversalServiceSync',
    dataType: { namespace: 'http://message.persistence.interactive.nat', name: 'Request' },
  },
  guardianship: { serviceId: 'GuardianshipRecordByIin' },
}

/** The registers behind the gateway. `senderCode` is the code under which the registers know us. */
export function createRegisters(deps: { gateway: Gateway; clock: Clock; senderCode: string }): Registers {
  const ask = (service: keyof typeof services, iin: Iin, messageId: string) =>
    deps.gateway.send({
      ...services[service],
      messageId,
      data: { messageId: randomUUID(), messageDate: deps.clock.now(), senderCode: deps.senderCode, iin },
    })
  return {
    person: async (iin, messageId) => readAs(personAnswer(iin), await ask('person', iin, messageId)),
    guardianship: async (iin, messageId) => readAs(guardianshipAnswer(iin), await ask('guardianship', iin, messageId)),
  }
}
