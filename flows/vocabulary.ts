/**
 * The closed vocabulary in which a public service is described. A definition is data: no text (text keys are derived
 * from flow and step), no channel, no I/O, no lambdas. When a service does not fit, add a step kind with a name that a
 * clerk would use, and let every face answer for it.
 */

export type Actor = 'applicant' | 'operator' | 'chancery' | 'head' | 'employee' | 'courier' | 'system'

/** An id of the regulation's digest: G-41, R-07a, T-05, RF-G3, D-01. */
export type RequirementId = `${'G' | 'R' | 'T' | 'RF' | 'D'}-${string}`

export type Span =
  | { minutes: number }
  | { workingHours: number }
  | { workingDays: number; countFrom: 'next-day' }
  | { calendarDays: number; countFrom: 'next-day' }

/** Holds when every step named was answered, or came out, with one of the values given. Reads: `{ guardianship: 'missing' }`. */
export type When = Readonly<Record<string, string | readonly string[]>>

/** Why the service stops or an attempt fails. Its text is derived: `<flow>:refusals.<id>`. */
export interface Refusal {
  id: string
  law: string
  carries: readonly RequirementId[]
}

/** Formats of typed answers; flows/values/formats.ts holds one parser for each. */
export type FormatName = 'iin' | 'full-name' | 'birth-date' | 'phone' | 'address' | 'text'

interface Common {
  id: string
  actor: Actor
  /** The paragraph carried out, as the regulation numbers it. */
  law: string
  /** Ids of the digest that an entry of this step puts on the ledger. */
  carries: readonly RequirementId[]
  when?: When
  /** Time boxes measured for this step (T-…); thresholds for operators, never a reason to fail a case. */
  boxes?: readonly RequirementId[]
}

/** The applicant agrees that his data are used: who, what, purpose, term, withdrawal. Nothing is looked up before it. */
export interface ConsentStep extends Common {
  kind: 'consent'
  /** Version of the wording agreed to. */
  wording: string
}
/** One typed answer. */
export interface AskStep extends Common {
  kind: 'ask'
  format: FormatName
  /** The message or field that held it is removed from sight. */
  sensitive?: boolean
}
export interface Option {
  id: string
  carries?: readonly RequirementId[]
}
/** One of several. `shows`: the fact that is laid before the citizen with the question. */
export interface ChooseStep extends Common {
  kind: 'choose'
  options: readonly Option[]
  shows?: string
}
/** Proof that the asker is who he says: sign-in elsewhere. The proved IIN must equal the answer `mustMatch`. */
export interface IdentifyStep extends Common {
  kind: 'identify'
  by: 'portal'
  mustMatch: string
  refused: Refusal
}
/** A question to a register. Every outcome that the register can give is answered for; silence is a fault and waits. */
export interface CheckStep extends Common {
  kind: 'check'
  register: 'person' | 'guardianship'
  by: string
  outcomes: Readonly<Record<string, 'continue' | Refusal>>
  /** How long an answer may be relied on before the register is asked again. */
  goodFor: { minutes: number }
}
/** Documents by the flow's checklist. */
export interface UploadStep extends Common {
  kind: 'upload'
  document: string
}
/** The steps inside are repeated: for each item of a fact's list, or for as many as the applicant adds. */
export interface EachStep extends Common {
  kind: 'each'
  over: 'asked' | { fact: string; list: string }
  atMost: number
  steps: readonly ItemStep[]
}
/** Everything given, to be read before it is signed. */
export interface ReviewStep extends Common {
  kind: 'review'
}
/** The signature over a digest of what was reviewed. */
export interface SignStep extends Common {
  kind: 'sign'
  mustMatch: string
  refused: Refusal
}
/** The signed request goes to the provider and is registered there. */
export interface SubmitStep extends Common {
  kind: 'submit'
  to: 'local-executive-body'
}
/** An official's act with its evidence. */
export interface ActStep extends Common {
  kind: 'act'
  outcomes: Readonly<Record<string, 'continue' | Refusal>>
  /** Grounds that an official chooses from when he refuses. */
  grounds: readonly string[]
}
/** A paper passes from one pair of hands to another. */
export interface HandOverStep extends Common {
  kind: 'hand-over'
  to: Actor
}
/** A place in the electronic queue. */
export interface BookStep extends Common {
  kind: 'book'
  group: string
}
/** The result reaches the applicant and can be followed until it does. */
export interface TrackStep extends Common {
  kind: 'track'
  /** Carried when the result has reached the personal cabinet. */
  delivered: readonly RequirementId[]
}

export type ItemStep = AskStep | ChooseStep | UploadStep
export type Step =
  | ConsentStep
  | ItemStep
  | IdentifyStep
  | CheckStep
  | EachStep
  | ReviewStep
  | SignStep
  | SubmitStep
  | ActStep
  | HandOverStep
  | BookStep
  | TrackStep
export type StepKind = Step['kind']

/** What the law promises about the whole service. The first whose condition holds applies; the clock starts at submission. */
export interface Promised {
  track: string
  limit: RequirementId
  within: Span
  when?: When
  law: string
  carries: readonly RequirementId[]
}

/** An edition of the law. `to` is the last day; absent while it is in force. `text` names its title key. */
export interface Edition {
  id: string
  from: string
  to?: string
  act: string
}

export interface Flow {
  id: string
  version: number
  editions: readonly Edition[]
  provider: 'local-executive-body'
  /** Carried by every case of this route from its first entry. */
  carries: readonly RequirementId[]
  promise: readonly Promised[]
  steps: readonly Step[]
  checklist: Checklist
}

/** Documents the service may ask for: versioned data with a source for each line (D-19). */
export interface Checklist {
  version: string
  inForce: { from: string; to?: string }
  documents: readonly ChecklistDocument[]
}
export interface ChecklistDocument {
  id: string
  accept: readonly ('pdf' | 'jpeg' | 'png')[]
  maxMegabytes: number
  maxPages: number
  source: string
}

/** Gives the definition back as it is: the type check is the point. Soundness beyond types: flows/soundness.ts. */
export const defineFlow = <const F extends Flow>(flow: F): F => flow
