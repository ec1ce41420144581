/** One at a time, first come first served. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs `work` when all that came before has ended, whatever came of it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }
}
