/**
 * Limits shared by all processes. Token bucket: `burst` at once, then `perSecond`.
 * With Redis the fast path is Redis and the insurance is PostgreSQL: a limit is never lost with Redis, never per process.
 */
export interface Throttle {
  /** Takes `cost` (1) from the bucket if it is there. Otherwise takes nothing and says in how many milliseconds to come back. */
  take(bucket: string, limit: Limit, cost?: number): Promise<{ ok: true } | { ok: false; retryAfterMs: number }>
}
/** `bucket` names hold no personal data: give a fingerprint, a chat id or a constant. */
export interface Limit {
  burst: number
  perSecond: number
}
