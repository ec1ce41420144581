import type { CaseState } from '../../flows/engine/case.ts'
import type { ReceivedFile } from '../../flows/engine/entries.ts'
import type { Input, OutsideInput } from '../../flows/engine/input.ts'
import type { Action } from '../../flows/reception/action.ts'
import type { Event } from '../../flows/reception/reception.ts'
import type { Question, View } from '../../flows/reception/view.ts'
import type { Language } from '../../flows/values/language.ts'
import type { Instant } from '../../flows/values/time.ts'
import type { Flow } from '../../flows/vocabulary.ts'
import type { CaseKey } from '../keys/port.ts'
import type { SignatureReason } from '../signatures/port.ts'

export type Channel = 'telegram' | 'web'
/** Whose chat or browser: the chat id of Telegram, the session id of a browser. */
export interface Address {
  channel: Channel
  id: string
}

export interface Incoming {
  /** Unique for ever: `telegram:<bot id>:<update id>`. The same id again changes nothing and answers nothing. */
  id: string
  address: Address
  event: Event
  /** Commands of the face that go out with the reply whatever the turn says: answer the callback, delete the message with the IIN. */
  aside?: (view: View, outcome: { conceal: boolean; stale: boolean }) => Outgoing[]
}

/** One call of the channel, ready to be sent: kept encrypted until it is done. */
export interface Outgoing {
  /** The channel's method, e.g. sendMessage. */
  method: string
  payload: Record<string, unknown>
  /** A paper that goes with it, by number; its bytes are read when it is sent. */
  paper?: string
  /** Buttons in the order shown, so that "2" typed means the second. */
  actions?: Action[]
  /** 'reply' goes before 'push'. */
  priority: 'reply' | 'push'
}

/** A channel: turns what is to be shown into calls. Pure: called again when a commit has to be repeated. */
export interface Face {
  render(view: View, address: Address, priority: 'reply' | 'push'): Outgoing[]
}

export interface Session {
  address: Address
  language: Language | undefined
  caseId: string | undefined
  /** Encoded actions of the last message with buttons. */
  actions: string[]
  revision: number
}

export type Received = 'done' | 'duplicate' | 'parked'

/** The one door by which faces talk to cases. */
export interface Desk {
  /**
   * Takes one event to its commit: dedupe, turn, ledger, snapshot, projection and replies in one statement. What throws
   * is parked with its error and acknowledged. Resolves only after the commit. Errors: `DatabaseError` (the caller does not
   * acknowledge; the channel delivers again).
   */
  receive(incoming: Incoming): Promise<Received>
  /** What the outside answered to a case, which may have been erased (undefined); ignored when the case no longer waits for it. Errors as above, and what the turn throws. */
  apply(caseId: string, input: OutsideInput): Promise<Applied | undefined>
  /**
   * Files that came by the web instead of the chat. `ref` is the place that asked; `changed` is false when the case asks for
   * something else by now. Undefined: the case was erased.
   */
  upload(caseId: string, ref: string, files: ReceivedFile[]): Promise<Applied | undefined>
  /** The case as it stands; undefined when it is unknown or erased. */
  find(caseId: string): Promise<FoundCase | undefined>
  session(address: Address): Promise<Session>
  /** False only when the chat's last turn in this process left it at a question that takes no files: worth no look elsewhere. */
  mayTakeFiles(address: Address): boolean
  /** Where the chat's current case stands; undefined when it has none. */
  question(address: Address): Promise<Question | undefined>
  /** Sends what an exchange inside a step says, once for each `id`; no case is touched. Errors: `DatabaseError`. */
  say(id: string, address: Address, outgoing: Outgoing[]): Promise<Received>
}
export interface Applied {
  state: CaseState
  /** False when the input changed nothing. */
  changed: boolean
}
export interface FoundCase {
  id: string
  flow: Flow
  state: CaseState
  revision: number
  key: CaseKey
}

/** Links to our own pages: opaque, sealed, expiring. They name a case and what may be done with it, never a person. */
export interface Links {
  make(purpose: LinkPurpose, caseId: string, key: string, seconds: number): string
  /** Undefined when it was not made by us or was altered; `expired` when its time has passed. */
  read(purpose: LinkPurpose, token: string): { caseId: string; key: string } | 'expired' | undefined
}
export type LinkPurpose = 'sign-in' | 'upload' | 'sign'
export type { Event, Input }

/** Signing by a link that the applicant opens on his phone. */
export interface Signing {
  /** Undefined: there never was such a link. */
  find(token: string): Promise<{ flow: string; expiresAt: Instant; bytes: Uint8Array } | LinkEnd | undefined>
  /**
   * Takes a detached CMS over exactly these bytes. Of several calls one finishes the link. A signature whose revocation
   * cannot be established now is kept and checked again (`ok`: it arrived; nothing is accepted yet).
   */
  finish(token: string, cms: Uint8Array): Promise<SigningEnd>
  /** Idempotent. */
  cancel(token: string): Promise<void>
}
export type LinkEnd = 'expired' | 'used' | 'cancelled'
export type SigningEnd = { ok: true } | { ok: false; signature: SignatureReason } | { ok: false; link: LinkEnd }
