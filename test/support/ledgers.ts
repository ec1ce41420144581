import type { LedgerLine } from './demo.ts'
import type { Applicant } from './journey.ts'

type Check = (lines: readonly LedgerLine[]) => void

/** What journeys say of their ledgers, checked once the demonstration has stopped and its database can be read. */
export class Ledgers {
  readonly #checks: { who: string; tag: string; check: Check }[] = []

  /** To be asked while the chat still shows the application. */
  async of(citizen: Applicant, check: Check): Promise<void> {
    const tag = await citizen.tag()
    if (tag === '') throw new Error(`${citizen.person.id} has no application`)
    this.#checks.push({ who: citizen.person.id, tag, check })
  }

  /** The ledger names these paragraphs. */
  carries(citizen: Applicant, ...ids: string[]): Promise<void> {
    return this.of(citizen, lines => {
      const named = lawOf(lines)
      const missing = ids.filter(id => !named.has(id))
      if (missing.length > 0) throw new Error(`the ledger does not name ${missing.join(', ')}`)
    })
  }

  /** One sentence for each ledger that is not as its journey said. */
  complaints(lines: readonly LedgerLine[]): string[] {
    return this.#checks.flatMap(({ who, tag, check }) => {
      try {
        check(lines.filter(({ application }) => application.startsWith(tag)))
        return []
      } catch (fault) {
        return [`${who} (${tag}): ${(fault as Error).message}`]
      }
    })
  }
}

export const lawOf = (lines: readonly LedgerLine[]): Set<string> => new Set(lines.flatMap(({ law }) => law))
