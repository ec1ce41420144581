import type { Router } from 'express'
import { createDownloads, DownloadFailed, DownloadTooBig } from '../bot/telegram/downloads.ts'
import { createIngest } from '../bot/telegram/ingest.ts'
import { createPolling } from '../bot/telegram/polling.ts'
import { createTelegramFace } from '../bot/telegram/render/face.ts'
import { createSender } from '../bot/telegram/send.ts'
import { setUpBot } from '../bot/telegram/setup.ts'
import { webhookPath, webhookRoutes } from '../bot/telegram/webhook.ts'
import { mobileSignLink } from '../bot/web/signing/links.ts'
import type { Config } from '../config.ts'
import type { Cases, OpenTelegram } from './cases.ts'
import type { Services } from './services.ts'

/** A paper that a message names is not there: the message is tried again. */
export class PaperMissing extends Error {
  override readonly name = 'PaperMissing'
}

export interface Telegram {
  channel: OpenTelegram
  /** The route that Telegram delivers to; undefined when updates are fetched by polling. */
  webhook(cases: Cases): Router | undefined
  /** Tells Telegram about us and begins to take updates. */
  start(cases: Cases): Promise<{ stop(): Promise<void> }>
}

function createChannel(services: Services, config: Config): OpenTelegram {
  const {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: apiRoot,
    PUBLIC_URL: publicUrl,
    EGOV_MOBILE_URL,
    specimen,
  } = config
  const download = createDownloads({ token, apiRoot })
  return ({ links, readPaper }) => {
    const papers = async (number: string) => {
      const paper = await readPaper(number)
      if (!paper) throw new PaperMissing(number)
      return paper
    }
    return {
      face: createTelegramFace({
        links,
        publicUrl,
        specimen,
        mobileSignLink: api1Url => mobileSignLink(EGOV_MOBILE_URL, api1Url),
      }),
      sender: createSender({ token, apiRoot, papers, pace: services.pace, mailing: services.throttle }),
      fetch: async file => {
        try {
          return await download(file.id)
        } catch (fault) {
          if (fault instanceof DownloadFailed) return 'later'
          if (fault instanceof DownloadTooBig) return 'too-big'
          throw fault
        }
      },
    }
  }
}

/** The bot: by webhook where the site is reached over https, by polling otherwise. */
export function openTelegram(services: Services, config: Config): Telegram {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL } = config
  const { specimen } = config
  const { log, exchanges } = services
  const ingest = ({ desk }: Cases) =>
    createIngest({ token, botId: Number(token.split(':')[0]), desk, exchanges, log, specimen })
  const webhook =
    PUBLIC_URL.startsWith('https:') && secret ? { url: new URL(webhookPath, PUBLIC_URL).href, secret } : undefined
  return {
    channel: createChannel(services, config),
    webhook: cases => webhook && webhookRoutes({ secret: webhook.secret, ingest: ingest(cases), log }),
    async start(cases) {
      await setUpBot({ token, apiRoot, ...(webhook && { webhook }) })
      if (webhook) return { stop: async () => undefined }
      const polling = createPolling({ token, apiRoot, ingest: ingest(cases), log })
      polling.start()
      return polling
    },
  }
}
