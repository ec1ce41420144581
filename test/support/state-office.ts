import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { papers as guardianshipPapers } from '../../flows/guardianship-certificate/papers.ts'
import { createAuthority } from '../../sandbox/authority/authority.ts'
import { lookUp } from '../../services/cases/performers/look-up.ts'
import { askDecision, register } from '../../services/cases/performers/provide.ts'
import { deliver, issuePaper } from '../../services/cases/performers/result.ts'
import { type Fetched, takeFiles } from '../../services/cases/performers/take-files.ts'
import { timer } from '../../services/cases/performers/timer.ts'
import { createFileCheck } from '../../services/files/check.ts'
import { createDiskFiles } from '../../services/files/disk.ts'
import type { FileId } from '../../services/files/port.ts'
import { createKeys } from '../../services/keys/keys.ts'
import { createPapers } from '../../services/papers/papers.ts'
import { type IssuingDependencies, issue } from '../../services/records/issuing.ts'
import { createRecords, paperForSending } from '../../services/records/records.ts'
import { createCrlFetch } from '../../services/signatures/crl-fetch.ts'
import { createSignatures } from '../../services/signatures/signatures.ts'
import type { clockAt } from './clock.ts'
import { freshDatabase } from './database.ts'
import { type Chat, openOffice, type Premises } from './desk.ts'
import { temporaryDir } from './dirs.ts'
import { listen } from './listen.ts'
import { listeningState } from './state-sandbox.ts'
import type { Played, Stretch } from './turns.ts'

const official = {
  ...{ iin: '850617400017', surname: 'БАСШЫ', name: 'СЫНАҚ', patronymic: 'ҮЛГІҰЛЫ' },
  organisation: { name: 'Үлгі қаласының әкімдігі', bin: '200140000014' },
}

/** A folder for the authority's keys, which are made once for a test file. */
export function authorityKeys(): () => string {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tereze-authority-'))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))
  return () => dir
}

/** An authority on a server of its own, and the check of signatures that trusts it. */
export async function openAuthority(dir: string, clock: ReturnType<typeof clockAt>) {
  const { app, origin } = await listen()
  const authority = await createAuthority({ dir, clock, baseUrl: origin })
  app.use('/sandbox/authority', authority.router)
  const crlFetch = createCrlFetch({ allowedOrigins: [origin] })
  return { authority, signatures: createSignatures({ trustDir: authority.trustDir, crlFetch }) }
}

/** An office whose effects are carried out for real, against the stand-ins of the state over HTTP. */
export async function openStateOffice(keysDir: string, given: Partial<Premises> = {}) {
  const state = await listeningState({
    signResult: async document => authority.sign(document, await authority.issue({ ...official, kind: 'valid' })),
  })
  onTestFinished(() => state.close())
  const clock = { now: () => state.clock.now(), pass: (milliseconds: number) => state.clock.forward(milliseconds) }
  const { authority, signatures } = await openAuthority(keysDir, clock)
  const dataDir = await temporaryDir()
  const files = createDiskFiles(dataDir)
  const inbox = new Map<string, Fetched>()
  const database = await freshDatabase()
  const { registers, provider, cabinet } = state
  const check = createFileCheck()
  const keys = createKeys(randomBytes(32))
  const deps = { database, files, clock, signatures, keys }
  const sources = { 'guardianship-certificate': guardianshipPapers }
  const issuing: IssuingDependencies = {
    ...{ ...deps, papers: createPapers(), provider, publicUrl: 'https://tereze.test', specimen: true, sources },
  }
  const openPaper = (number: string) => paperForSending(deps, number)
  const resulting = { clock, cabinet, issue: issue.bind(undefined, issuing), openPaper }
  const perform: Premises['perform'] = desk => ({
    'look-up': lookUp({ desk, registers, clock }),
    'take-files': takeFiles({
      ...{ desk, files, check, clock },
      sources: {
        telegram: async ({ id }) => inbox.get(id) ?? 'later',
        quarantine: ({ id }, _, key) => files.get(id as FileId, key),
      },
    }),
    register: register({ desk, files, provider, clock }),
    'ask-decision': askDecision({ desk, files, provider, clock }),
    issue: issuePaper({ ...resulting, desk }),
    deliver: deliver({ ...resulting, desk }),
    timer: timer({ desk }),
  })
  const office = openOffice(database, { clock, keys, perform, ...given })
  return { ...office, state, files, inbox, dataDir, issuing, records: createRecords(deps) }
}
export type StateOffice = Awaited<ReturnType<typeof openStateOffice>>

/** A test person at a chat. What the registers say he is told by the registers themselves. */
export async function personAt(office: StateOffice, id: string, chatId = '7001') {
  const { iin, name } = office.state.person(id)
  const chat = await office.chat(chatId).begins()
  await chat.goes({ kind: 'agreed' }, { kind: 'typed', text: iin }, { kind: 'identified', iin, name })
  await office.runner.settled()
  return { chat, iin, name }
}

/** Goes on, and lets happen outside what then happens. */
export async function goOn(office: StateOffice, chat: Chat, ...what: readonly (Stretch | Played)[]): Promise<void> {
  for (const one of what) {
    await chat.goes(one)
    await office.runner.settled()
  }
}

/** Signs: the signature itself is kept, its check is tried elsewhere. */
export async function signAt(office: StateOffice, chat: Chat): Promise<void> {
  await chat.goes({ kind: 'confirmed' })
  const { key } = await chat.kase()
  await office.files.put('s1' as FileId, Buffer.from('signature'), key)
  await goOn(office, chat, 'signed')
}

/** Until nothing more happens within the hour: what asks again at intervals has asked. */
export async function anHourPasses(office: StateOffice): Promise<void> {
  for (let minute = 0; minute < 60; minute++) {
    office.clock.pass(60_000)
    await office.runner.settled()
  }
}
