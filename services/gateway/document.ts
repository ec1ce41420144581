import { DOMParser, type Element, onWarningStopParsing } from '@xmldom/xmldom'

/** The text is not XML that we accept. Says nothing of its content, which may be personal. */
export class MalformedXml extends Error {
  override readonly name = 'MalformedXml'
}

/** The root element. A document type is refused before anything is parsed: no entity is ever declared or expanded. */
export function parseRoot(text: string): Element {
  if (/<!DOCTYPE/i.test(text)) throw new MalformedXml('a document type is not accepted')
  const root = parse(text).documentElement
  if (!root) throw new MalformedXml('no root element')
  return root
}

function parse(text: string) {
  try {
    return new DOMParser({ onError: onWarningStopParsing, locator: false }).parseFromString(text.trim(), 'text/xml')
  } catch {
    // The parser's own words quote the document: they are dropped on purpose.
    throw new MalformedXml('not well-formed')
  }
}

export const childElements = (parent: Element): Element[] =>
  Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === node.ELEMENT_NODE)

/** The only child of that name and namespace (null: unqualified). Undefined when there is none or more than one. */
export function findChild(parent: Element, namespace: string | null, name: string): Element | undefined {
  const [first, ...more] = childElements(parent).filter(
    child => child.localName === name && (child.namespaceURI ?? null) === namespace,
  )
  return more.length === 0 ? first : undefined
}

/** Errors: `MalformedXml` when there is not exactly one. */
export function getChild(parent: Element, namespace: string | null, name: string): Element {
  const child = findChild(parent, namespace, name)
  if (!child) throw new MalformedXml(`expected one ${name}`)
  return child
}
