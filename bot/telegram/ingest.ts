import type { Update } from 'grammy/types'
import type { Event } from '../../flows/reception/reception.ts'
import type { Address, Desk, Outgoing, Received } from '../../services/cases/port.ts'
import { DatabaseError } from '../../services/database/port.ts'
import { answerCallback, asidesOf } from './asides.ts'
import { inOrder } from './chats.ts'
import {
  type Exchanged,
  type ExchangeOptions,
  exchange,
  findExchange,
  leaveExchange,
  offerAt,
  tell,
} from './exchanges/exchange.ts'
import type { Kept } from './exchanges/keeping.ts'
import { leaveGroup } from './groups.ts'
import { type Reading, read, type Visit } from './read.ts'
import { markSpecimen } from './render/message.ts'

export interface IngestOptions {
  token: string
  botId: number
  desk: Pick<Desk, 'receive' | 'say' | 'session' | 'question' | 'mayTakeFiles'>
  exchanges: ExchangeOptions['store']
  log: { error(about: object, message: string): void }
  /** Every message of a demonstration says that it is one. */
  specimen?: boolean
}

export interface Ingest {
  /**
   * Takes one update to its commit; the same update again changes nothing. Updates of one chat wait for each other.
   * Errors: `DatabaseError`: nothing was acknowledged and the update is to be delivered again.
   */
  take(update: Update): Promise<void>
}

type Inside = IngestOptions & { exchange: ExchangeOptions }

const idOf = ({ botId }: Pick<Inside, 'botId'>, updateId: number) => `telegram:${botId}:${updateId}`

const receive = (inside: Inside, visit: Visit, event: Event): Promise<Received> =>
  inside.desk.receive({
    id: idOf(inside, visit.updateId),
    address: visit.address,
    event,
    aside: asidesOf(visit),
  })

const marked = (outgoing: Outgoing): Outgoing => {
  const { text } = outgoing.payload
  if (outgoing.method !== 'sendMessage' || typeof text !== 'string') return outgoing
  return { ...outgoing, payload: { ...outgoing.payload, text: markSpecimen(text) } }
}

/** What is said without the desk's face. */
const say = ({ desk, specimen, ...inside }: Inside, updateId: number, address: Address, outgoing: Outgoing[]) =>
  desk.say(idOf(inside, updateId), address, specimen ? outgoing.map(marked) : outgoing)

/** What an exchange says goes out with the answer to its button. */
async function finish(inside: Inside, visit: Visit, { said, event, settle }: Exchanged): Promise<void> {
  const { callbackQuery, address, updateId } = visit
  const answered = callbackQuery === undefined ? [] : [answerCallback(callbackQuery)]
  if (event) await receive(inside, visit, event)
  else await say(inside, updateId, address, [...answered, ...said])
  await settle()
}

/** Undefined: no exchange is under way and none begins; the desk takes the update. */
async function exchanged(inside: Inside, visit: Visit, kept: Kept | undefined): Promise<Exchanged | undefined> {
  const told = tell(visit)
  if (!told || (!kept && !visit.page)) return undefined
  const [question, { language = 'kk' }] = await Promise.all([
    inside.desk.question(visit.address),
    inside.desk.session(visit.address),
  ])
  const offer = offerAt(question, language)
  if (!offer || (kept?.place !== offer.place && !visit.page)) return undefined
  return exchange(inside.exchange, visit, told, offer, kept)
}

/**
 * An exchange may be lost at the price of one question: a fault of it, or of its store, never holds up the chat.
 * Errors: `DatabaseError` alone, so that the update comes again.
 */
async function orGiveUp<T>({ log }: Inside, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (fault) {
    if (fault instanceof DatabaseError) throw fault
    log.error({ err: fault }, 'an exchange is given up')
    return undefined
  }
}

/** A button that the desk does not know may be an exchange's. */
const mayExchange = ({ desk }: Inside, { page, event, address }: Visit) =>
  page !== undefined || event.kind === 'unknown-action' || desk.mayTakeFiles(address)

async function takeVisit(inside: Inside, visit: Visit): Promise<void> {
  const chat = visit.address.id
  const kept = mayExchange(inside, visit)
    ? await orGiveUp(inside, () => findExchange(inside.exchange, chat))
    : undefined
  const result = await orGiveUp(inside, () => exchanged(inside, visit, kept))
  if (result) return finish(inside, visit, result)
  await receive(inside, visit, visit.event)
  if (kept) await orGiveUp(inside, () => leaveExchange(inside.exchange, chat))
}

async function takeReading(inside: Inside, reading: Exclude<Reading, { kind: 'nothing' }>): Promise<void> {
  if (reading.kind === 'visit') return takeVisit(inside, reading)
  const { updateId, chat } = reading
  await say(inside, updateId, { channel: 'telegram', id: String(chat.id) }, leaveGroup(reading))
}

const chatOf = (reading: Exclude<Reading, { kind: 'nothing' }>) =>
  reading.kind === 'visit' ? reading.address.id : String(reading.chat.id)

/** What cannot even be read has no chat to answer; it is let go, or it would come again for ever. */
function readOrDrop({ log }: Inside, update: Update): Reading {
  try {
    return read(update)
  } catch (fault) {
    log.error({ err: fault, update: update.update_id }, 'an update is not readable')
    return { kind: 'nothing' }
  }
}

/** The one way in for polling and webhook alike. */
export function createIngest(options: IngestOptions): Ingest {
  const { botId: id, token, exchanges: store } = options
  const inside: Inside = { ...options, exchange: { bot: { id, token }, store } }
  const queue = inOrder()
  return {
    take: async update => {
      const reading = readOrDrop(inside, update)
      if (reading.kind === 'nothing') return
      await queue(chatOf(reading), () => takeReading(inside, reading))
    },
  }
}
