/** Does one thing after the other for each chat, and different chats at once. Nothing is kept for a chat at rest. */
export function inOrder(): <T>(chat: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>()
  return async (chat, work) => {
    const before = tails.get(chat) ?? Promise.resolve()
    const mine = before.then(work, work)
    const tail = mine.catch(() => undefined)
    tails.set(chat, tail)
    try {
      return await mine
    } finally {
      if (tails.get(chat) === tail) tails.delete(chat)
    }
  }
}
