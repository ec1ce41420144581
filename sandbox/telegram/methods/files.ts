import type { Document, PhotoSize } from '@grammyjs/types'
import type { StoredFile } from '../files.ts'
import { asCaption, readCaption } from '../format/text.ts'
import { keepPhoto } from '../photos.ts'
import { ApiFailure, badRequest } from '../wire/failure.ts'
import type { Call, Methods } from './call.ts'
import { send } from './send.ts'
import { getOpenRoom } from './target.ts'

export const downloadLimit = 20 * 1024 * 1024
const photoLimit = 10 * 1024 * 1024

export const fileMethods = {
  sendDocument: async call => {
    const room = getOpenRoom(call)
    const caption = asCaption(readCaption(call.params))
    const { known, bytes, name, mime } = await readSource(call, 'document')
    const file = known ?? call.bot.files.keep('document', name, mime, bytes)
    return send(call, room, { document: asDocument(file), ...caption })
  },

  sendPhoto: async call => {
    const room = getOpenRoom(call)
    const caption = asCaption(readCaption(call.params))
    const { known, bytes } = await readSource(call, 'photo')
    const photo = (known && findPhoto(call, known)) ?? (await makePhoto(call, bytes))
    return send(call, room, { photo, ...caption })
  },

  /** Public servers give files of up to 20 MB; the address is good for the bot's own token only. */
  getFile: ({ bot, params }) => {
    const file = bot.files.findById(params.text('file_id') ?? '')
    if (!file) throw badRequest('invalid file_id')
    if (file.bytes.length > downloadLimit) throw badRequest('file is too big')
    return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length, file_path: file.path }
  },
} satisfies Methods

export const asDocument = (file: StoredFile): Document => ({
  file_id: file.id,
  file_unique_id: file.uniqueId,
  file_name: file.name,
  mime_type: file.mime,
  file_size: file.bytes.length,
})

interface Source {
  readonly known?: StoredFile
  readonly bytes: Buffer
  readonly name: string
  readonly mime: string
}

/** A file comes along with the call, or is named by a file_id, or by an address to fetch it from. */
async function readSource({ bot, params }: Call, field: string): Promise<Source> {
  const upload = params.upload(field)
  if (upload) {
    if (upload.bytes.length === 0) throw badRequest('file must be non-empty')
    return { bytes: upload.bytes, name: upload.name || 'file', mime: upload.mime }
  }
  const reference = params.text(field) ?? ''
  if (reference === '') throw badRequest(`there is no ${field} in the request`)
  if (/^https?:\/\//i.test(reference)) return fetchFile(reference)
  const known = bot.files.findById(reference)
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified')
  return { known, bytes: known.bytes, name: known.name, mime: known.mime }
}

async function fetchFile(address: string): Promise<Source> {
  const response = await fetch(address, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined)
  if (!response?.ok) throw badRequest('failed to get HTTP URL content')
  const bytes = Buffer.from(await response.arrayBuffer())
  if (bytes.length === 0 || bytes.length > downloadLimit) throw badRequest('wrong type of the web page content')
  const mime = response.headers.get('content-type')?.split(';')[0] ?? 'application/octet-stream'
  return { bytes, name: decodeURIComponent(new URL(address).pathname.split('/').at(-1) || 'file'), mime }
}

async function makePhoto({ bot }: Call, bytes: Buffer): Promise<PhotoSize[]> {
  if (bytes.length > photoLimit) throw new ApiFailure(413, 'Request Entity Too Large')
  const photo = await keepPhoto(bot.files, bytes)
  if (!photo) throw badRequest('IMAGE_PROCESS_FAILED')
  return photo
}

/** Any size of a photo that is already here stands for the whole set. */
function findPhoto({ bot }: Call, { id }: StoredFile): PhotoSize[] | undefined {
  for (const room of bot.rooms.values())
    for (const { message } of room.entries.values())
      if (message.photo?.some(size => size.file_id === id)) return message.photo
  return undefined
}
