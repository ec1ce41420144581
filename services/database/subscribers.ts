type Heard = (payload: string) => void

/** A channel's name is part of the statement, so that it is checked rather than quoted. */
const channelName = /^[a-z_][a-z0-9_]{0,62}$/

/** Who listens to which channel, on one connection. */
export class Subscribers {
  readonly #byChannel = new Map<string, Heard[]>()

  channels(): string[] {
    return [...this.#byChannel.keys()]
  }

  /** True for the first on this channel. */
  add(channel: string, heard: Heard): boolean {
    if (!channelName.test(channel)) throw new RangeError('a channel is named by lower-case letters, digits and _')
    const others = this.#byChannel.get(channel) ?? []
    this.#byChannel.set(channel, [...others, heard])
    return others.length === 0
  }

  /** True for the last on this channel. */
  remove(channel: string, heard: Heard): boolean {
    const before = this.#byChannel.get(channel) ?? []
    const at = before.indexOf(heard)
    if (at < 0) return false
    const left = before.toSpliced(at, 1)
    if (left.length > 0) this.#byChannel.set(channel, left)
    else this.#byChannel.delete(channel)
    return left.length === 0
  }

  tell(channel: string, payload: string): void {
    for (const heard of this.#byChannel.get(channel) ?? []) heard(payload)
  }
}
