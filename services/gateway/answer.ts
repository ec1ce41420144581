import type { Element } from '@xmldom/xmldom'
import { z } from 'zod'
import { childElements, findChild, getChild, MalformedXml, parseRoot } from './document.ts'
import { soap, types } from './envelope.ts'
import { readFields } from './fields.ts'
import { type Fields, GatewayRefused } from './port.ts'

const responseInfo = z.object({
  messageId: z.string().min(1),
  correlationId: z.string().optional(),
  status: z.object({ code: z.string().regex(/^[\w-]{1,40}$/), message: z.string().optional() }),
})
const success = 'SCSS001'

/**
 * What the service answered to the message `messageId`.
 * Errors: `GatewayRefused` for a fault or any status but SCSS001; `MalformedXml` or `ZodError` for what cannot be
 * read or answers another message, and so tells nothing of the outcome.
 */
export function readAnswer(text: string, messageId: string): Fields {
  const envelope = parseRoot(text)
  if (envelope.localName !== 'Envelope' || envelope.namespaceURI !== soap)
    throw new MalformedXml('not a SOAP 1.1 envelope')
  const body = getChild(envelope, soap, 'Body')
  const fault = findChild(body, soap, 'Fault')
  if (fault) throw new GatewayRefused(faultCode(fault))
  const response = getChild(getChild(body, types, 'SendMessageResponse'), null, 'response')
  acceptInfo(getChild(response, null, 'responseInfo'), messageId)
  return readData(response)
}

function acceptInfo(element: Element, messageId: string): void {
  const info = responseInfo.parse(readFields(element))
  if (info.correlationId && info.correlationId.toLowerCase() !== messageId)
    throw new MalformedXml('answers another message')
  if (info.status.code !== success) throw new GatewayRefused(info.status.code)
}

/** The data element is qualified by some senders and not by others. */
function readData(response: Element): Fields {
  const [data, ...more] = childElements(getChild(response, null, 'responseData'))
  if (data?.localName !== 'data' || more.length > 0) throw new MalformedXml('expected one data')
  return readFields(data)
}

/** ErrorInfo/errorCode of the channel where the fault has one, the SOAP fault code otherwise. */
function faultCode(fault: Element): string {
  const errorCode = Array.from(fault.getElementsByTagName('*')).find(element => element.localName === 'errorCode')
  const code = (errorCode ?? findChild(fault, null, 'faultcode'))?.textContent?.trim() ?? ''
  return /^[\w.:-]{1,40}$/.test(code) ? code : 'fault'
}
