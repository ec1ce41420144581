import type { Demo } from '../support/demo.ts'
import type { Ledgers } from '../support/ledgers.ts'

/** Where journeys take place; the demonstration is there once the tests run. */
export interface Stage {
  demo: () => Demo
  ledgers: Ledgers
}
