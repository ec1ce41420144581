import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Gate } from './gate.ts'

test('a gate is never fuller than it has places, lets everyone in, and is not shut by one who fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 20 }),
      async (places, fails) => {
        const gate = new Gate(places)
        let [inside, most, done] = [0, 0, 0]
        const visit = (fail: boolean) =>
          gate.run(async () => {
            most = Math.max(most, ++inside)
            await turn()
            inside--
            done++
            if (fail) throw new Error('failed')
          })
        await Promise.allSettled(fails.map(visit))
        expect({ inside, done, most }).toEqual({ inside: 0, done: fails.length, most: Math.min(places, fails.length) })
      },
    ),
    { numRuns: 30 },
  )
})
