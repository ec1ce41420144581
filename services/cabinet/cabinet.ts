import type { Gateway } from '../gateway/port.ts'
import type { Cabinet } from './port.ts'

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const timeoutWithFileMs = 30_000

/** Delivers to the applicant's cabinet through the gateway; the key of the message is also its id on the channel. */
export function createCabinet(gateway: Gateway): Cabinet {
  return {
    async deliver({ key, iin, titleKk, titleRu, file }) {
      const fileFields = file && { name: file.name, content: toBase64(file.bytes), signature: toBase64(file.signature) }
      await gateway.send({
        serviceId: 'ECABINET_Deliver',
        messageId: key,
        data: { messageKey: key, iin, titleKz: titleKk, titleRu, file: fileFields },
        timeoutMs: timeoutWithFileMs,
      })
    },
  }
}
