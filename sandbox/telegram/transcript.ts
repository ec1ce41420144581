import { createHash } from 'node:crypto'
import type { Update } from '@grammyjs/types'
import type { Instant } from '../../flows/values/time.ts'
import type { Body, Upload } from './wire/body.ts'

/** One call of a bot with what it got, or one update that was made for it. Never holds a token. */
export type Record =
  | {
      readonly kind: 'call'
      readonly at: Instant
      readonly bot: number
      readonly method: string
      readonly body: Body
      readonly status: number
      readonly answer: unknown
    }
  | { readonly kind: 'update'; readonly at: Instant; readonly bot: number; readonly update: Update }

export interface Query {
  readonly after?: number | undefined
  readonly bot?: number | undefined
  readonly method?: string | undefined
  readonly contains?: string | undefined
}

/** The last `capacity` records; keeping one costs an assignment, everything else is done when somebody reads. */
export class Transcript {
  readonly #ring: Record[] = []
  readonly #capacity: number
  #count = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  add(record: Record): void {
    this.#ring[this.#count++ % this.#capacity] = record
  }

  get count(): number {
    return this.#count
  }

  /** In order, oldest first, each with its number; `contains` looks through everything that was said. */
  read({ after = 0, bot, method, contains }: Query = {}) {
    const first = Math.max(after, this.#count - this.#capacity, 0)
    return Array.from({ length: Math.max(this.#count - first, 0) }, (_, i) => ({
      number: first + i + 1,
      at: first + i,
    }))
      .flatMap(({ number, at }) => {
        const record = this.#ring[at % this.#capacity]
        return record ? [{ number, ...readable(record) }] : []
      })
      .filter(record => bot === undefined || record.bot === bot)
      .filter(record => method === undefined || ('method' in record && record.method === method))
      .filter(record => contains === undefined || JSON.stringify(record).includes(contains))
  }
}

function readable(record: Record) {
  if (record.kind === 'update') return record
  const { body, ...rest } = record
  return { ...rest, wire: body.wire, params: body.fields, files: body.uploads.map(describe) }
}

const describe = ({ field, name, mime, bytes }: Upload) => ({
  field,
  name,
  mime,
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})
