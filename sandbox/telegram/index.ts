import { Router } from 'express'
import type { Clock } from '../../flows/values/time.ts'
import { botApiRoutes } from './bot-api.ts'
import { controlRoutes } from './control.ts'
import { Faults } from './faults.ts'
import { RateLimits } from './limits.ts'
import { replyToWebhook } from './methods/webhook-reply.ts'
import { pageRoutes } from './page/routes.ts'
import { Transcript } from './transcript.ts'
import { userRoutes } from './users/routes.ts'
import { findBot, type World } from './world.ts'

export interface TelegramSandboxOptions {
  readonly clock: Clock
  /** Bots that exist before their first call; any other well-formed token makes one when it calls. */
  readonly tokens?: readonly string[]
  /** Stands at the foot of the chat page; both languages by default. */
  readonly specimenLabel?: string
  /** How many calls and updates the transcript keeps. */
  readonly transcriptCapacity?: number
  /** Milliseconds between the attempts of a webhook; the last one repeats. */
  readonly webhookPauses?: readonly number[]
}

export interface TelegramSandbox {
  /** Mount it before any body parser, at any path. */
  readonly router: Router
  readonly faults: Faults
  readonly limits: RateLimits
  readonly transcript: Transcript
  /** Ends the deliveries to webhooks. */
  close(): void
}

const defaultPauses = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

/** A Telegram of its own: Bot API, the citizen's side and the chat page, all in memory. */
export function createTelegramSandbox(options: TelegramSandboxOptions): TelegramSandbox {
  const world: World = {
    clock: options.clock,
    bots: new Map(),
    people: new Map(),
    faults: new Faults(),
    transcript: new Transcript(options.transcriptCapacity ?? 5_000),
    limits: new RateLimits(),
    webhookPauses: options.webhookPauses ?? defaultPauses,
    webhookReply: (bot, headers, body) => replyToWebhook(world, bot, headers, body),
  }
  for (const token of options.tokens ?? []) findBot(world, token)
  const router = Router()
  router.use(botApiRoutes(world), userRoutes(world), controlRoutes(world), pageRoutes(world, options.specimenLabel))
  const close = () => {
    for (const bot of world.bots.values()) bot.webhook?.close()
  }
  return { router, faults: world.faults, limits: world.limits, transcript: world.transcript, close }
}
