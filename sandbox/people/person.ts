import type { Iin } from '../../flows/values/iin.ts'
import type { Language } from '../../flows/values/language.ts'
import type { PlainDate } from '../../flows/values/time.ts'

/** Somebody who does not exist, and how the stand-ins of the state behave towards them. */
export interface TestPerson {
  /** Names the texts of this person. */
  id: string
  iin: Iin
  /** Surname, given name, patronymic. */
  name: string
  surname: string
  given: string
  patronymic: string
  /** What the list of test people shows; for one person it is wrong on purpose. */
  password: string
  passwordWorks: boolean
  /** False: signs up on the portal first (G-40). */
  registered: boolean
  /** What their certificate does when they sign. */
  certificate: CertificateKind
  birthDate: PlainDate
  deathDate?: PlainDate
  address: string
  /** False: ЖТ МДБ has nobody of this number. */
  inPersonRegister: boolean
  guardianship: readonly TestGuardianship[]
  /** How many questions the guardianship register leaves without an answer before it is up. */
  registerDownFor: number
  provider: 'approves' | 'refuses' | 'silent'
  leadsTo: Record<Language, string>
}

export type CertificateKind = 'valid' | 'expired' | 'revoked' | 'foreign'

export interface TestGuardianship {
  kind: 'GUARDIAN' | 'CUSTODIAN'
  decisionNumber: string
  decisionDate: string
  bodyKk: string
  bodyRu: string
  wards: readonly TestWard[]
}
export interface TestWard {
  surname: string
  given: string
  patronymic: string
  birthDate: string
  hasProperty: boolean
}
