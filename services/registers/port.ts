import type { Iin } from '../../flows/values/iin.ts'
import type { PlainDate } from '../../flows/values/time.ts'

/**
 * The state's registers, read only: every question may be asked again. A register that does not answer throws
 * `GatewayUnavailable` or `GatewayRefused` (services/gateway/port.ts); `missing` is an answer that the register gave.
 */
export interface Registers {
  /** ЖТ МДБ / ГБД ФЛ. `messageId` is the idempotency key of the question. */
  person(iin: Iin, messageId: string): Promise<PersonAnswer>
  /** The register of guardianship and custody. */
  guardianship(iin: Iin, messageId: string): Promise<GuardianshipAnswer>
}

export type PersonAnswer = { outcome: 'found' | 'deceased'; person: Person } | { outcome: 'missing' }
export interface Person {
  iin: Iin
  surname: string
  name: string
  patronymic?: string
  birthDate: PlainDate
  /** One line, as the register words it. */
  address?: string
}

export type GuardianshipAnswer = { outcome: 'found'; records: GuardianshipRecord[] } | { outcome: 'missing' }
/** One decision on guardianship (under 14) or custody (14–18). */
export interface GuardianshipRecord {
  kind: 'guardian' | 'custodian'
  decisionNumber: string
  decisionDate: PlainDate
  /** Who decided, in both languages as the register has it. */
  bodyKk: string
  bodyRu: string
  wards: Ward[]
}
export interface Ward {
  fullName: string
  birthDate: PlainDate
  hasProperty: boolean
}
