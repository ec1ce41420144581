import type { RedisClientType } from 'redis'

type None = Record<never, never>

/** A connection to Redis, which carries only what may be lost. Its commands fail at once while it is down. */
export type Redis = RedisClientType<None, None, None, 3, None>
