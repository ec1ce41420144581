import { DOMParser, type Element, onWarningStopParsing } from '@xmldom/xmldom'

/** XML that is already written; a plain string is text and is escaped. */
export interface Xml {
  readonly xml: string
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escapeXml = (text: string): string => text.replaceAll(/[&<>"]/g, character => escapes[character] ?? '')

export const element = (name: string, content: string | readonly Xml[]): Xml => ({
  xml: `<${name}>${typeof content === 'string' ? escapeXml(content) : content.map(part => part.xml).join('')}</${name}>`,
})

/** `element` for each entry. */
export const elements = (texts: Record<string, string>): Xml[] =>
  Object.entries(texts).map(([name, text]) => element(name, text))

/** The message is not what the contract asks for. */
export class NotAccepted extends Error {
  override readonly name = 'NotAccepted'
}

export function parseXml(text: string): Element {
  if (/<!DOCTYPE/i.test(text)) throw new NotAccepted('a document type is not accepted')
  try {
    const root = new DOMParser({ onError: onWarningStopParsing, locator: false }).parseFromString(
      text,
      'text/xml',
    ).documentElement
    if (root) return root
  } catch (cause) {
    throw new NotAccepted('not well-formed', { cause })
  }
  throw new NotAccepted('no root element')
}

/** All children of that name, unqualified unless a namespace is given. */
export const children = (parent: Element, name: string, namespace: string | null = null): Element[] =>
  Array.from(parent.childNodes).filter(
    (node): node is Element =>
      node.nodeType === node.ELEMENT_NODE && node.localName === name && (node.namespaceURI ?? null) === namespace,
  )

/** The only child of that name. Errors: `NotAccepted`. */
export function child(parent: Element, name: string, namespace: string | null = null): Element {
  const [only, ...more] = children(parent, name, namespace)
  if (!only || more.length > 0) throw new NotAccepted(`expected one ${name}`)
  return only
}

export const text = (parent: Element, name: string): string => child(parent, name).textContent ?? ''
export const bytes = (parent: Element, name: string): Uint8Array =>
  new Uint8Array(Buffer.from(text(parent, name), 'base64'))
