import { randomUUID } from 'node:crypto'
import type { Config } from '../config.ts'
import { catalogue } from '../flows/catalogue.ts'
import type { ReceivedFile } from '../flows/engine/entries.ts'
import { papers as guardianshipPapers } from '../flows/guardianship-certificate/papers.ts'
import { createDesk } from '../services/cases/desk.ts'
import { createLinks } from '../services/cases/links.ts'
import { lookUp } from '../services/cases/performers/look-up.ts'
import { askDecision, register } from '../services/cases/performers/provide.ts'
import { deliver, issuePaper } from '../services/cases/performers/result.ts'
import { type Sender, send } from '../services/cases/performers/send.ts'
import { type Fetched, takeFiles } from '../services/cases/performers/take-files.ts'
import { timer } from '../services/cases/performers/timer.ts'
import { verifySignature } from '../services/cases/performers/verify-signature.ts'
import type { Desk, Face, Links } from '../services/cases/port.ts'
import { createSigning } from '../services/cases/signing.ts'
import type { DeskEffects, Performer } from '../services/effects/port.ts'
import { EffectRunner } from '../services/effects/runner.ts'
import type { FileId, Quarantine } from '../services/files/port.ts'
import { type IssuingDependencies, issue } from '../services/records/issuing.ts'
import { createRecords, paperForSending } from '../services/records/records.ts'
import type { Services } from './services.ts'

/** What a channel brings: how it shows, how it sends, and how bytes left with it are fetched. */
export interface ChannelParts {
  face: Face
  sender: Sender
  fetch: (file: ReceivedFile) => Promise<Fetched>
}
export type OpenTelegram = (parts: {
  links: Links
  readPaper: (number: string) => ReturnType<typeof paperForSending>
}) => ChannelParts

/** The papers of each public service. */
const sources = { 'guardianship-certificate': guardianshipPapers }

function performers(services: Services, config: Config, desk: Desk, telegram: ChannelParts): Record<string, Performer> {
  const {
    files,
    provider,
    clock,
    registers,
    applicantSignatures: signatures,
    fileCheck: check,
    cabinet,
    database,
    keys,
  } = services
  const issuing: IssuingDependencies = { ...services, publicUrl: config.PUBLIC_URL, specimen: config.specimen, sources }
  const resulting = {
    desk,
    clock,
    cabinet,
    issue: issue.bind(undefined, issuing),
    openPaper: (number: string) => paperForSending(services, number),
  }
  const fromQuarantine = {
    quarantine: (file: ReceivedFile, _: string, key: Parameters<typeof files.get>[1]) =>
      files.get(file.id as FileId, key),
  }
  return {
    send: send({ database, keys, clock, log: services.log, senders: { telegram: telegram.sender } }),
    'look-up': lookUp({ desk, registers, clock }),
    'take-files': takeFiles({ desk, files, check, clock, sources: { telegram: telegram.fetch, ...fromQuarantine } }),
    'verify-signature': verifySignature({ desk, files, signatures, clock }),
    register: register({ desk, files, provider, clock }),
    'ask-decision': askDecision({ desk, files, provider, clock }),
    issue: issuePaper(resulting),
    deliver: deliver(resulting),
    timer: timer({ desk }),
  }
}

/** Files by the web wait under the key of their case until they are checked. */
const createQuarantine = (desk: Desk, { files }: Services): Quarantine => ({
  async keep(caseId, bytes) {
    const found = await desk.find(caseId)
    const id = randomUUID()
    if (found) await files.put(id as FileId, bytes, found.key)
    return id
  },
})

/** The desk, what carries out its effects, and what else stands on cases. */
export function createCases(services: Services, config: Config, openTelegram: OpenTelegram) {
  const { database, keys, clock, log, wakeups, files, applicantSignatures } = services
  const links = createLinks(keys, clock)
  const telegram = openTelegram({ links, readPaper: number => paperForSending(services, number) })
  // The desk hands what it leased to the runner, whose performers answer to the desk.
  const effects: DeskEffects = {
    take: leased => runner.take(leased),
    wake: () => runner.wake(),
    handOver: queue => runner.handOver(queue),
    giveBack: ended => runner.giveBack(ended),
  }
  const desk = createDesk({
    database,
    keys,
    clock,
    catalogue,
    log,
    effects,
    workingTime: services.calendar,
    faces: { telegram: telegram.face },
  })
  const runner = new EffectRunner({
    tidies: config.ROLES.includes('scheduler'),
    database,
    clock,
    wakeups,
    log,
    performers: performers(services, config, desk, telegram),
  })
  return {
    desk,
    runner,
    links,
    catalogue,
    signing: createSigning({ desk, links, files, signatures: applicantSignatures, clock }),
    records: createRecords(services),
    quarantine: createQuarantine(desk, services),
  }
}
export type Cases = ReturnType<typeof createCases>
