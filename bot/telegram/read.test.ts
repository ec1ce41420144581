import type { Update } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { read } from './read.ts'

const chat = { id: 77, type: 'private', first_name: 'А' } as const
const group = { id: -5, type: 'group', title: 'Г' } as const
const from = { id: 77, is_bot: false, first_name: 'А' }
const file = (size?: number) => ({
  file_id: 'f1',
  file_unique_id: 'u1',
  ...(size !== undefined && { file_size: size }),
})
const photo = (id: string, width: number) => ({
  file_id: id,
  file_unique_id: `u-${id}`,
  width,
  height: width,
  file_size: width,
})
const message = (content: object, where: object = chat): Update =>
  ({ update_id: 9, message: { message_id: 3, date: 1, chat: where, from, ...content } }) as Update
const pressed = (data: string, where: object = chat): Update =>
  ({
    update_id: 9,
    callback_query: { id: 'q1', from, chat_instance: '1', data, message: { message_id: 3, date: 1, chat: where } },
  }) as Update
const member = (status: string, where: object = chat): Update =>
  ({
    update_id: 9,
    my_chat_member: { chat: where, from, date: 1, old_chat_member: {}, new_chat_member: { status } },
  }) as Update
const eventOf = (update: Update) => {
  const reading = read(update)
  return reading.kind === 'visit' ? reading.event : reading.kind
}
const megabyte = 1024 * 1024

describe('what a citizen sends', () => {
  test.each([
    ['/start', 'start'],
    ['/start abc_DEF-1', 'start'],
    ['/menu@tereze_bot', 'menu'],
    ['/HELP', 'help'],
    ['/status', 'status'],
    ['/cancel', 'cancel'],
    ['/language', 'language'],
    ['/nosuch', 'help'],
  ])('%s is the command %s', (text, command) => {
    expect(eventOf(message({ text }))).toEqual({ kind: 'command', command })
  })

  test('text stays as it was typed, a lone slash too', () => {
    expect(eventOf(message({ text: '2' }))).toEqual({ kind: 'text', text: '2' })
    expect(eventOf(message({ text: '/ 5' }))).toEqual({ kind: 'text', text: '/ 5' })
  })

  test.each([
    ['voice', { voice: file() }, 'voice'],
    ['audio', { audio: file() }, 'voice'],
    ['sticker', { sticker: file() }, 'sticker'],
    ['video', { video: file() }, 'video'],
    ['round video', { video_note: file() }, 'video'],
    ['animation, which carries a document', { animation: file(), document: file() }, 'video'],
    ['venue, which carries a location', { venue: {}, location: {} }, 'location'],
    ['contact', { contact: {} }, 'contact'],
    ['poll', { poll: {} }, 'other'],
    ['document over 20 MB', { document: file(20 * megabyte + 1) }, 'too-big'],
  ])('a %s is politely refused', (_, content, what) => {
    expect(eventOf(message(content))).toEqual({ kind: 'unsupported', what })
  })

  test('a document of 20 MB is taken; its name is not', () => {
    const reading = read(message({ document: { ...file(20 * megabyte), file_name: 'Аты.pdf' }, media_group_id: 'g1' }))
    expect(reading).toMatchObject({
      event: { kind: 'files', files: [{ source: 'telegram', id: 'f1', size: 20 * megabyte }] },
      page: { unique: 'u1', album: 'g1' },
    })
    expect(JSON.stringify(reading)).not.toContain('Аты')
  })

  test('of a photo only the largest size is taken', () => {
    expect(eventOf(message({ photo: [photo('s', 90), photo('m', 320), photo('l', 1280)] }))).toMatchObject({
      files: [{ id: 'l', size: 1280 }],
    })
  })

  test('an edited message is no new answer', () => {
    const edited = {
      update_id: 9,
      edited_message: { message_id: 3, date: 1, edit_date: 2, chat, from, text: 'а' },
    } as Update
    expect(eventOf(edited)).toEqual({ kind: 'unsupported', what: 'edited' })
  })

  test('a pinned message needs no answer', () => {
    expect(read(message({ pinned_message: {} }))).toEqual({ kind: 'nothing' })
  })
})

describe('a pressed button', () => {
  test('is its action', () => {
    expect(read(pressed('menu'))).toMatchObject({
      callbackQuery: 'q1',
      event: { kind: 'action', action: { kind: 'menu' } },
    })
  })
  test('that this version does not know is said to be so', () => {
    expect(eventOf(pressed('#zz.1.a'))).toEqual({ kind: 'unknown-action' })
  })
})

describe('where it happens', () => {
  test.each([
    ['kicked', 'blocked'],
    ['member', 'unblocked'],
  ])('a private chat that turns %s is %s', (status, kind) => {
    expect(eventOf(member(status))).toEqual({ kind })
  })

  test('a group is left: with a word when the bot is added, without one for what is written there', () => {
    expect(read(member('member', group))).toMatchObject({ kind: 'group', arrived: true })
    expect(read(message({ text: '900101300017' }, group))).toMatchObject({ kind: 'group', arrived: false })
    expect(read(member('left', group))).toEqual({ kind: 'nothing' })
    expect(read(pressed('menu', group))).toEqual({ kind: 'nothing' })
  })

  test('what was not asked for is nothing', () => {
    expect(read({ update_id: 9, channel_post: { message_id: 1 } } as Update)).toEqual({ kind: 'nothing' })
  })
})
