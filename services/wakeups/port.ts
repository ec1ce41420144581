/** "There is something to do", between processes. May be lost: whoever listens also polls. */
export interface Wakeups {
  ring(bell: string): Promise<void>
  /** Resolves to a function that stops listening. */
  on(bell: string, rung: () => void): Promise<() => Promise<void>>
}
