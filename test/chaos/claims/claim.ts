export interface Setting {
  size: 'full' | 'small'
  seed: number
  say(text: string): void
}

/** What was found: figures for the report, and one sentence for each thing that is not as claimed. */
export interface Finding {
  figures: Record<string, string | number>
  problems: string[]
}

export interface Claim {
  /** As the command line names it. */
  name: string
  /** What is claimed, as a sentence. */
  claim: string
  prove(setting: Setting): Promise<Finding>
}

/** A sentence for each of these that is not so. */
export const unless = (checks: readonly (readonly [boolean, string])[]): string[] =>
  checks.flatMap(([holds, otherwise]) => (holds ? [] : [otherwise]))
