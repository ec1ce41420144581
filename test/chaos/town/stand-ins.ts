import { createServer } from 'node:http'
import express from 'express'
import { systemClock } from '../../../composition/clock.ts'
import { createAuthority } from '../../../sandbox/authority/authority.ts'
import { createEgovMobile } from '../../../sandbox/egov-mobile/egov-mobile.ts'
import { createStateSandbox } from '../../../sandbox/state.ts'
import { createTelegramSandbox } from '../../../sandbox/telegram/index.ts'
import { frontDoor } from './front-door.ts'
import { inhabitants } from './people.ts'

/** What the process of the stand-ins is started with. */
export interface StandInsOptions {
  port: number
  url: string
  dir: string
  token: string
  gatewayPassword: string
  portalSecret: string
  /** Ports of the product's processes, behind the same address. */
  products: number[]
  people: number
  seed: number
}

const head = {
  iin: '000101500206',
  surname: 'БАСШЫ',
  name: 'СЫНАҚ',
  organisation: { name: 'СЫНАҚ АУДАНЫНЫҢ ӘКІМДІГІ', bin: '200140000014' },
}

/** Calls of the bot that took effect, by method. */
function tally(transcript: ReturnType<typeof createTelegramSandbox>['transcript']) {
  const calls: Record<string, number> = {}
  const add = transcript.add.bind(transcript)
  transcript.add = record => {
    if (record.kind === 'call') calls[record.method] = (calls[record.method] ?? 0) + 1
    add(record)
  }
  return calls
}

async function begin(options: StandInsOptions): Promise<void> {
  const { url: baseUrl, token, dir, gatewayPassword, portalSecret } = options
  const clock = systemClock
  const people = inhabitants(options.people, options.seed).map(({ person }) => person)
  const authority = await createAuthority({ dir, clock, baseUrl })
  const key = authority.issue({ ...head, kind: 'valid' })
  const state = createStateSandbox({
    clock,
    baseUrl,
    people,
    signResult: async document => authority.sign(document, await key),
    gatewaySenderId: 'tereze',
    gatewayPassword,
    portalClientId: 'tereze',
    portalClientSecret: portalSecret,
  })
  const telegram = createTelegramSandbox({ clock, tokens: [token], transcriptCapacity: 1000 })
  const calls = tally(telegram.transcript)
  const phone = createEgovMobile({ authority, people: async () => people, allowedOrigins: [baseUrl] })
  const app = express()
    .get('/sandbox/tally', (_, response) => response.json(calls))
    .use('/sandbox/telegram', telegram.router)
    .use('/sandbox/egov-mobile', phone.router)
    .use('/sandbox/authority', authority.router)
    .use('/sandbox', state.router)
    .use(frontDoor(options.products))
  createServer(app).listen(options.port, '127.0.0.1')
}

await begin(JSON.parse(process.argv[2] ?? '{}') as StandInsOptions)
