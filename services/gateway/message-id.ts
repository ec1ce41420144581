import { createHash } from 'node:crypto'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The UUID of a message: the key itself when it is one, otherwise the same UUID for the same service and key (RFC 9562 §5.8). */
export function messageUuid(serviceId: string, key: string): string {
  if (uuid.test(key)) return key.toLowerCase()
  const bytes = createHash('sha256').update(`${serviceId}\n${key}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
