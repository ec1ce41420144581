import type { Element } from '@xmldom/xmldom'
import type { Instant } from '../../flows/values/time.ts'
import { child, element, elements, escapeXml, NotAccepted, parseXml, text, type Xml } from './xml.ts'

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const types = 'http://bip.bee.kz/SyncChannel/v10/Types'
const interfaces = 'http://bip.bee.kz/SyncChannel/v10/Interfaces'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

export interface ChannelRequest {
  messageId: string
  serviceId: string
  senderId: string
  password: string
  data: Element
}

/** Reads SendMessage of SyncChannel v10, strictly by namespace. Errors: `NotAccepted`. */
export function readRequest(body: string): ChannelRequest {
  const envelope = parseXml(body)
  if (envelope.localName !== 'Envelope' || envelope.namespaceURI !== soap)
    throw new NotAccepted('not a SOAP 1.1 envelope')
  const request = child(child(child(envelope, 'Body', soap), 'SendMessage', types), 'request')
  const info = child(request, 'requestInfo')
  const sender = child(info, 'sender')
  const messageId = text(info, 'messageId')
  if (!uuid.test(messageId)) throw new NotAccepted('messageId is not a UUID')
  if (!dateTime.test(text(info, 'messageDate'))) throw new NotAccepted('messageDate is not a date and time')
  return {
    messageId,
    serviceId: text(info, 'serviceId'),
    senderId: text(sender, 'senderId'),
    password: text(sender, 'password'),
    data: child(child(request, 'requestData'), 'data', interfaces),
  }
}

export interface Status {
  code: 'SCSS001' | 'SCSE001' | 'SCSE002' | 'SCSE003' | (string & {})
  message: string
}
export interface ChannelAnswer {
  status: Status
  data: readonly Xml[]
}

/** SendMessageResponse to the message `correlationId`. */
export function writeAnswer(
  { status, data }: ChannelAnswer,
  messageId: string,
  correlationId: string,
  at: Instant,
): string {
  const info = [...elements({ messageId, correlationId, responseDate: at }), element('status', elements({ ...status }))]
  const response = [
    element('responseInfo', info).xml,
    '<responseData>',
    element('data', data).xml,
    '</responseData>',
  ].join('')
  return envelopeOf(
    `<ns2:SendMessageResponse xmlns:ns2="${types}"><response>${response}</response></ns2:SendMessageResponse>`,
  )
}

/** SOAP fault with the channel's ErrorInfo. */
export function writeFault(errorCode: string, errorMessage: string, at: Instant): string {
  const info = elements({ errorCode, errorMessage, errorDate: at })
  const detail = `<detail><ns2:ErrorInfo xmlns:ns2="${types}">${info.map(part => part.xml).join('')}</ns2:ErrorInfo></detail>`
  return envelopeOf(
    `<soap:Fault><faultcode>soap:Client</faultcode><faultstring>${escapeXml(errorMessage)}</faultstring>${detail}</soap:Fault>`,
  )
}

const envelopeOf = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${soap}"><soap:Body>${body}</soap:Body></soap:Envelope>`
