import type { Redis } from '../../../services/redis/port.ts'
import type { Bytes } from './host.ts'

/** One key holds a dialog: it is read and written whole at each update, and nothing else is kept. */
export async function redisBytes(redis: Redis, keys: string[]): Promise<Bytes> {
  const lengths = await Promise.all(keys.map(key => redis.strLen(key)))
  const sum = lengths.reduce((total, length) => total + length, 0)
  return { perTurn: sum, kept: sum }
}
