/** Wakes everybody who waits, once: the long polls of bots and of citizens stand on it. */
export class Signal {
  readonly #waiting = new Set<() => void>()

  notify(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves at the next `notify`, after `milliseconds`, or when `stop` aborts, whichever comes first. Never rejects. */
  wait(milliseconds: number, stop?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = () => {
        clearTimeout(timer)
        stop?.removeEventListener('abort', wake)
        this.#waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      this.#waiting.add(wake)
      if (stop?.aborted) wake()
      else stop?.addEventListener('abort', wake)
    })
  }
}

/** Reads again at every signal until `read` finds something or the time is over; then gives what the last reading gave. */
export async function waitFor<T>(
  read: () => T,
  found: (value: T) => boolean,
  signal: Signal,
  milliseconds: number,
  stop?: AbortSignal,
): Promise<T> {
  const end = performance.now() + milliseconds
  let value = read()
  while (!found(value) && !stop?.aborted) {
    const left = end - performance.now()
    if (left <= 0) break
    await signal.wait(left, stop)
    value = read()
  }
  return value
}
