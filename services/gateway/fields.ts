import type { Element } from '@xmldom/xmldom'
import { childElements, MalformedXml } from './document.ts'
import type { Field, Fields } from './port.ts'

const deepest = 32
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text that XML 1.0 can carry: what it forbids (control characters, lone surrogates) becomes U+FFFD. */
const carriable = (text: string) => text.toWellFormed().replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD')

export const escapeXml = (text: string): string =>
  carriable(text).replaceAll(/[&<>"]/g, character => escapes[character] ?? character)

/** Unqualified elements, as the channel wants inside its envelope. */
export const writeFields = (fields: Fields): string =>
  Object.entries(fields)
    .flatMap(([name, value]) => [value ?? []].flat().map(field => writeElement(name, field)))
    .join('')

const writeElement = (name: string, field: Field): string =>
  `<${name}>${typeof field === 'string' ? escapeXml(field) : writeFields(field)}</${name}>`

/** The elements within, by local name. Errors: `MalformedXml` when text stands between elements or they nest too deep. */
export function readFields(parent: Element, depth = 0): Fields {
  if (depth > deepest) throw new MalformedXml('nested too deep')
  const read = childElements(parent).map(child => [child.localName ?? '', readField(child, depth)] as const)
  const groups = Map.groupBy(read, ([name]) => name)
  return Object.fromEntries([...groups].map(([name, group]) => [name, oneOrMany(group.map(([, field]) => field))]))
}

function readField(element: Element, depth: number): Field {
  const text = element.textContent ?? ''
  if (childElements(element).length === 0) return text
  const ownText = Array.from(element.childNodes).filter(node => node.nodeType === node.TEXT_NODE)
  if (ownText.some(node => node.nodeValue?.trim())) throw new MalformedXml('text between elements')
  return readFields(element, depth + 1)
}

const oneOrMany = (fields: Field[]): Field | Field[] =>
  fields.length === 1 && fields[0] !== undefined ? fields[0] : fields
