import type { Language } from '../../flows/values/language.ts'
import { dateInAlmaty } from '../../flows/values/time.ts'
import { formatDate, formatDateTime } from '../../locales/format.ts'
import { translateDerived } from '../../locales/translate.ts'
import { applies, readFields, type Scope } from './fields.ts'
import type { Block, Form } from './form.ts'
import type { PaperData } from './port.ts'

export type Bilingual = Record<Language, string>

/** What stands on a paper, in order, with every word decided and no place on a page yet. */
export type Piece =
  | { piece: 'letterhead' | 'heading' | 'paragraph' | 'note'; text: Bilingual }
  | { piece: 'title'; text: Bilingual; caption: Bilingual }
  | { piece: 'facts'; rows: { label: Bilingual; text: Bilingual }[] }
  | { piece: 'table'; columns: { heading: Bilingual; share: number }[]; rows: Bilingual[][] }
  | { piece: 'signature'; position: Bilingual; signer: Bilingual; place: Bilingual; seal: Bilingual }
  | { piece: 'stamp'; heading: Bilingual; lines: Bilingual[] }
  | { piece: 'verification'; text: Bilingual; image: Bilingual; law?: Bilingual; url: string }

/** Puts the data into the form. Pure. Errors: `PaperIncomplete`; `MissingText` for a form that names no text. */
export function compose(form: Form, data: PaperData): Piece[] {
  const paper = readFields(form.fields, data.fields, { words: ownWords(data), given: {}, lists: {} })
  return form.blocks.flatMap(block => (applies(block.when, paper) ? fill(block, paper, data) : []))
}

function ownWords({ number, at }: PaperData): Scope['words'] {
  const inLanguage = (language: Language) => ({
    number,
    date: formatDate(language, dateInAlmaty(at)),
    dateTime: formatDateTime(language, at),
  })
  return { kk: inLanguage('kk'), ru: inLanguage('ru') }
}

function fill(block: Block, scope: Scope, data: PaperData): Piece[] {
  const write = (key: string) => writeBoth(key, scope)
  switch (block.block) {
    case 'each':
      return itemsOf(block.over, scope).flatMap(item =>
        block.blocks.flatMap(inner => (applies(inner.when, item) ? fill(inner, item, data) : [])),
      )
    case 'title':
      return [{ piece: 'title', text: write(block.text), caption: write(block.caption) }]
    case 'facts':
      return [{ piece: 'facts', rows: facts(block, scope) }]
    case 'table':
      return [table(block, scope)]
    case 'signature': {
      const { position, signer, place, seal } = block
      const words = { position: write(position), signer: write(signer), place: write(place), seal: write(seal) }
      return [{ piece: 'signature', ...words }]
    }
    case 'stamp':
      return [{ piece: 'stamp', heading: write(block.heading), lines: block.lines.map(write) }]
    case 'verification':
      if (data.verifyUrl === undefined) return []
      return [
        {
          piece: 'verification',
          text: write(block.text),
          image: write(block.image),
          url: data.verifyUrl,
          ...(block.law !== undefined && { law: write(block.law) }),
        },
      ]
    default:
      return [{ piece: block.block, text: write(block.text) }]
  }
}

const facts = ({ rows }: Extract<Block, { block: 'facts' }>, scope: Scope) =>
  rows
    .filter(row => applies(row.when, scope))
    .map(row => ({ label: writeBoth(row.label, scope), text: writeBoth(row.text, scope) }))

function table({ over, columns, none }: Extract<Block, { block: 'table' }>, scope: Scope): Piece {
  const items = itemsOf(over, scope)
  if (items.length === 0 && none !== undefined) return { piece: 'paragraph', text: writeBoth(none, scope) }
  return {
    piece: 'table',
    columns: columns.map(({ heading, share }) => ({ heading: writeBoth(heading, scope), share })),
    rows: items.map(item => columns.map(column => writeBoth(column.text, item))),
  }
}

function itemsOf(name: string, { lists }: Scope): Scope[] {
  const items = lists[name]
  if (items === undefined) throw new Error(`The form repeats ${name}, which is not among its lists`)
  return items
}

function writeBoth(key: string, { words }: Scope): Bilingual {
  const [namespace = '', path = ''] = key.split(':')
  return {
    kk: translateDerived('kk', namespace, path, words.kk),
    ru: translateDerived('ru', namespace, path, words.ru),
  }
}
