import type { Clock } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import { millisecondsAbove, type Terms, termsOf } from './bucket.ts'
import type { Throttle } from './port.ts'

/** `takeFrom`, in one statement: who comes at the same moment waits for the row. A refusal leaves the row as it is. */
const take = `
  with term as (
    select $2::timestamptz as now, $3::float8 * interval '1 microsecond' as cost, $4::float8 * interval '1 microsecond' as empty
  ), taken as (
    insert into throttle as t (bucket, full_at) select $1, now + cost from term
    on conflict (bucket) do update
      set full_at = (select least(greatest(t.full_at, now), now + empty) + cost from term)
      where (select least(greatest(t.full_at, now), now + empty) + cost <= now + empty from term)
    returning full_at
  )
  select exists (select from taken) as ok,
    (extract(epoch from least(greatest(t.full_at, now), now + empty) + cost - now - empty) * 1e6)::float8 as missing,
    coalesce(t.full_at > now + empty, false) as impossible
  from term left join throttle t on t.bucket = $1`

/** Fuller ahead than a bucket can be: the clock was set back, and the bucket would stay shut until the old time comes. */
const correct = `
  update throttle set full_at = $2::timestamptz + $3::float8 * interval '1 microsecond'
  where bucket = $1 and full_at > $2::timestamptz + $3::float8 * interval '1 microsecond'`

const forget = `
  delete from throttle where bucket in
    (select bucket from throttle where full_at < $1::timestamptz order by full_at limit 1000 for update skip locked)`
/** Rows of buckets that are full again are removed once in so many takings. */
const forgetEvery = 1_000

interface Answer {
  ok: boolean
  missing: number | null
  impossible: boolean
}

/** A row made at this very moment by another is not seen yet: then one taking's time is the least that is missing. */
const retryAfterMs = (missing: number | null | undefined, { costMicros }: Terms) =>
  millisecondsAbove(missing && missing > 0 ? missing : costMicros)

/** The truth about every limit, shared by all processes. Errors: `DatabaseError`. */
export function createPostgresThrottle(database: Database, clock: Clock): Throttle {
  let takings = 0
  return {
    async take(bucket, limit, cost = 1) {
      const terms = termsOf(limit, cost)
      const now = clock.now()
      if (++takings % forgetEvery === 0) await database.query(forget, [now])
      const [answer] = await database.query<Answer>(take, [bucket, now, terms.costMicros, terms.emptyMicros])
      if (answer?.ok) return { ok: true }
      if (answer?.impossible) await database.query(correct, [bucket, now, terms.emptyMicros])
      return { ok: false, retryAfterMs: retryAfterMs(answer?.missing, terms) }
    },
  }
}
