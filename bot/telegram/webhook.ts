import { createHash, timingSafeEqual } from 'node:crypto'
import express, { type Request, type Response, Router } from 'express'
import type { Update } from 'grammy/types'
import { z } from 'zod'
import type { Ingest } from './ingest.ts'

export interface WebhookOptions {
  /** What `setWebhook` was given as secret_token. */
  secret: string
  ingest: Ingest
  log: { error(about: object, message: string): void }
}

export const webhookPath = '/telegram/webhook'

const header = 'x-telegram-bot-api-secret-token'
const updateShape = z.looseObject({ update_id: z.int() })

const digest = (text: string) => createHash('sha256').update(text).digest()
/** Digests are of equal length, so the comparison takes the same time for any guess. */
const isSecret = (given: string | undefined, secret: string) => timingSafeEqual(digest(given ?? ''), digest(secret))

async function take({ ingest, log }: WebhookOptions, request: Request, response: Response): Promise<void> {
  const parsed = updateShape.safeParse(request.body)
  if (!parsed.success) return void response.sendStatus(400)
  try {
    await ingest.take(parsed.data as Update)
    response.sendStatus(200)
  } catch (fault) {
    log.error(
      { err: fault, update: parsed.data.update_id },
      'an update is not committed; Telegram will deliver it again',
    )
    response.sendStatus(503)
  }
}

/** `POST /telegram/webhook`: 401 without the secret, 200 only after the commit, 503 when it failed. */
export function webhookRoutes(options: WebhookOptions): Router {
  const router = Router()
  router.post(
    webhookPath,
    (request, response, next) =>
      isSecret(request.get(header), options.secret) ? next() : void response.sendStatus(401),
    express.json({ limit: '1mb' }),
    (request, response) => take(options, request, response),
  )
  return router
}
