import type { PhotoSize, User } from '@grammyjs/types'
import * as z from 'zod'
import type { Content } from '../entries.ts'
import type { FileStore } from '../files.ts'
import { asCaption, asText, withDetected } from '../format/text.ts'
import { asDocument } from '../methods/files.ts'
import { keepPhoto, photoSize } from '../photos.ts'
import type { Upload } from '../wire/body.ts'

/** What a person can send without a file. Exactly one of text, voice, sticker, contact and location. */
export const sendShape = z.strictObject({
  text: z.string().optional(),
  voice: z.literal(true).optional(),
  sticker: z.literal(true).optional(),
  contact: z.strictObject({ phone: z.string(), own: z.boolean().default(true) }).optional(),
  location: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
  group: z.boolean().default(false),
  forward: z.boolean().default(false),
  replyTo: z.number().int().optional(),
  edit: z.number().int().optional(),
})

export type Sending = z.infer<typeof sendShape>

const textLimit = 4096
const albumLimit = 10
const firstAlbumId = 13_000_000_000_000

/** Telegram's apps cut a longer text into several messages; blank text cannot be sent. */
export function textContents(text: string): Content[] {
  const trimmed = text.trim()
  const count = Math.ceil(trimmed.length / textLimit)
  return Array.from({ length: count }, (_, i) => trimmed.slice(i * textLimit, (i + 1) * textLimit)).map(part =>
    asText(withDetected({ text: part, entities: [] })),
  )
}

export function plainContents(sending: Sending, person: User, files: FileStore): Content[] {
  const { text, voice, sticker, contact, location } = sending
  if (voice)
    return [{ voice: { ...kept(files, 'voice', 'voice.ogg', 'audio/ogg'), duration: 3, mime_type: 'audio/ogg' } }]
  if (sticker) return [{ sticker: { ...kept(files, 'sticker', 'sticker.webp', 'image/webp'), ...stickerShape } }]
  if (contact)
    return [{ contact: { phone_number: contact.phone, first_name: person.first_name, ...owner(contact, person) } }]
  if (location) return [{ location }]
  return textContents(text ?? '')
}

const stickerShape = {
  type: 'regular',
  width: 512,
  height: 512,
  is_animated: false,
  is_video: false,
  emoji: '👍',
} as const

/** An address-book entry of somebody else carries no user_id. */
const owner = ({ own }: { own: boolean }, person: User) => (own ? { user_id: person.id } : {})

function kept(files: FileStore, kind: 'voice' | 'sticker', name: string, mime: string) {
  const file = files.keep(kind, name, mime, Buffer.from(kind))
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length }
}

/** Documents and photos in the order chosen; several become albums of up to ten, the caption on the first. */
export async function fileContents(files: FileStore, uploads: readonly Upload[], caption: string): Promise<Content[]> {
  const contents: Content[] = []
  const album = firstAlbumId + files.size
  for (const [i, upload] of uploads.entries()) {
    const media =
      upload.field === 'photo' ? { photo: await photo(files, upload) } : { document: document(files, upload) }
    const text = i === 0 ? asCaption(withDetected({ text: caption.trim(), entities: [] })) : {}
    contents.push({
      ...media,
      ...text,
      ...(uploads.length > 1 && { media_group_id: `${album}${Math.floor(i / albumLimit)}` }),
    })
  }
  return contents
}

const document = (files: FileStore, { name, mime, bytes }: Upload) =>
  asDocument(files.keep('document', name || 'file', mime, bytes))

/** A phone would refuse to send bytes that are no picture; here they go through, so that a bot can be shown them. */
async function photo(files: FileStore, { name, mime, bytes }: Upload): Promise<PhotoSize[]> {
  const sizes = await keepPhoto(files, bytes)
  return sizes ?? [photoSize(files.keep('photo', name || 'photo.jpg', mime, bytes), { width: 90, height: 90 })]
}
