import { Api, GrammyError } from 'grammy'
import { withoutSecrets } from './faults.ts'
import { telegramLimits } from './limits.ts'

export interface DownloadOptions {
  token: string
  apiRoot: string
  timeoutMs?: number
}

/** Telegram does not give the file: gone, or an answer that is no file. Trying again later may help. */
export class DownloadFailed extends Error {
  override readonly name = 'DownloadFailed'
}
/** More than a bot may download: nothing was kept. */
export class DownloadTooBig extends Error {
  override readonly name = 'DownloadTooBig'
}

async function locate(api: Api, id: string): Promise<string> {
  try {
    const { file_path: path, file_size: size = 0 } = await api.getFile(id)
    if (size > telegramLimits.downloadBytes) throw new DownloadTooBig(`${size} bytes`)
    if (path === undefined) throw new DownloadFailed('no path')
    return path
  } catch (fault) {
    if (fault instanceof GrammyError && /too big/i.test(fault.description)) throw new DownloadTooBig('by Telegram')
    if (fault instanceof DownloadTooBig || fault instanceof DownloadFailed) throw fault
    throw new DownloadFailed('getFile', { cause: withoutSecrets(fault) })
  }
}

/** Counts while it reads: the size that was announced is a claim. */
async function readLimited(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > telegramLimits.downloadBytes) throw new DownloadTooBig('while reading')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

/** The address holds the bot's token, so no error may carry it: faults of the network are named by their code alone. */
const codeOf = (fault: unknown): string =>
  fault instanceof Error && fault.cause instanceof Error && 'code' in fault.cause ? String(fault.cause.code) : 'network'

async function fetchFile({ token, apiRoot, timeoutMs = 60_000 }: DownloadOptions, path: string): Promise<Uint8Array> {
  try {
    const response = await fetch(`${apiRoot}/file/bot${token}/${path}`, { signal: AbortSignal.timeout(timeoutMs) })
    if (!response.ok || !response.body) throw new DownloadFailed(`status ${response.status}`)
    return await readLimited(response.body)
  } catch (fault) {
    if (fault instanceof DownloadFailed || fault instanceof DownloadTooBig) throw fault
    throw new DownloadFailed(codeOf(fault))
  }
}

/**
 * The bytes of a file that a citizen sent, by Telegram's id for it. Reads only; may be called again: Telegram gives a
 * fresh path each time. Errors: `DownloadFailed`, `DownloadTooBig`.
 */
export function createDownloads(options: DownloadOptions): (fileId: string) => Promise<Uint8Array> {
  const api = new Api(options.token, { apiRoot: options.apiRoot, timeoutSeconds: 30 })
  return async fileId => fetchFile(options, await locate(api, fileId))
}
