import type { Instant } from '../../flows/values/time.ts'
import { escapeXml, writeFields } from './fields.ts'
import type { GatewayMessage } from './port.ts'

export const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
export const types = 'http://bip.bee.kz/SyncChannel/v10/Types'
const interfaces = 'http://bip.bee.kz/SyncChannel/v10/Interfaces'
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'

interface Sender {
  senderId: string
  password: string
}

/** SyncChannel v10 SendMessage. Elements within the request are unqualified, as the channel's schema has them. */
export function requestEnvelope(message: GatewayMessage, messageId: string, sender: Sender, at: Instant): string {
  const requestInfo = writeFields({
    requestInfo: { messageId, serviceId: message.serviceId, messageDate: at, sender: { ...sender } },
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<soapenv:Envelope xmlns:soapenv="${soap}"><soapenv:Header/><soapenv:Body>`,
    `<typ:SendMessage xmlns:typ="${types}"><request>${requestInfo}<requestData>`,
    `${openData(message.dataType)}${writeFields(message.data)}</int:data>`,
    '</requestData></request></typ:SendMessage></soapenv:Body></soapenv:Envelope>',
  ].join('')
}

function openData(type: GatewayMessage['dataType']): string {
  const named =
    type && ` xmlns:xsi="${schemaInstance}" xmlns:svc="${escapeXml(type.namespace)}" xsi:type="svc:${type.name}"`
  return `<int:data xmlns:int="${interfaces}"${named ?? ''}>`
}
