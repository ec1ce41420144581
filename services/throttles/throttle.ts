import type { Clock } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import type { Redis } from '../redis/port.ts'
import type { Throttle } from './port.ts'
import { createPostgresThrottle } from './postgres.ts'
import { rememberRefusals } from './redis.ts'

/** Limits held in PostgreSQL; Redis, when there is one, keeps floods away from it. */
export function createThrottle({
  database,
  redis,
  clock,
}: {
  database: Database
  redis?: Redis
  clock: Clock
}): Throttle {
  const truth = createPostgresThrottle(database, clock)
  return redis === undefined ? truth : rememberRefusals(truth, redis, clock)
}
