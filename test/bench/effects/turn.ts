/** A small turn as services/cases/commit.ts writes it: one chat moves on by one, two replies; the ends of the last ones come along. */
export function turnOf(
  chat: number,
  revision: number,
  now: string,
  effects: readonly object[],
  ended: readonly object[] = [],
) {
  return JSON.stringify({
    received: `bench:${chat}:${revision}`,
    now,
    session: {
      channel: 'telegram',
      address: String(chat),
      revision,
      language: 'ru',
      case: null,
      actions: ['menu'],
      unreachable: false,
    },
    pushed: [],
    forget: false,
    ended,
    effects,
    lease: effects.length > 0 ? '30 seconds' : null,
  })
}

export const replies = 2
/** As heavy as a sealed question with its buttons. */
export const payload = Buffer.alloc(700, 7).toString('base64')

export const effectsOf = (chat: number, revision: number, now: string) =>
  Array.from({ length: replies }, (_, i) => ({
    queue: `telegram:${chat}`,
    kind: 'send',
    application: null,
    key: `bench:${chat}:${revision}:${i}`,
    payload,
    priority: 0,
    due: now,
  }))
