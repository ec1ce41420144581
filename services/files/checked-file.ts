import { createHash } from 'node:crypto'
import type { CheckedFile } from './port.ts'

export const checkedFile = (type: CheckedFile['type'], bytes: Uint8Array, pages: number): CheckedFile => ({
  type,
  bytes,
  pages,
  digest: createHash('sha256').update(bytes).digest('hex'),
})
