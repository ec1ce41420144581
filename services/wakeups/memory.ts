import { EventEmitter } from 'node:events'
import type { Wakeups } from './port.ts'

/** For one process. */
export function createMemoryWakeups(): Wakeups {
  const bells = new EventEmitter().setMaxListeners(0)
  return {
    ring: async bell => void bells.emit(bell),
    async on(bell, rung) {
      const heard = () => rung()
      bells.on(bell, heard)
      return async () => void bells.off(bell, heard)
    },
  }
}
