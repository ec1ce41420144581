/** One command of `npx tereze`; each file of this folder exports one as `command`. */
export interface Command {
  /** What follows the name of the command: 'NUMBER', 'SERVICE --from INSTANT'. */
  usage: string
  /** One line for each option that takes a value. */
  options: Readonly<Record<string, string>>
  /** One line for each option that takes none. */
  flags?: Readonly<Record<string, string>>
  /** Errors: `BadUsage`; anything else is a fault. */
  run(args: CommandArgs): Promise<Outcome> | Outcome
}

export interface CommandArgs {
  positionals: readonly string[]
  options: Readonly<Record<string, string | undefined>>
  /** Those that were given. */
  flags: ReadonlySet<string>
}

/** `exitCode` 1: checked, and the answer is no. */
export interface Outcome {
  exitCode: 0 | 1
  /** For people. */
  text: string
  /** The same for programs (`--json`). */
  json: unknown
}

/** The command cannot be carried out as it was written: exit code 2. */
export class BadUsage extends Error {
  override readonly name = 'BadUsage'
}

/** Exactly one positional argument. Errors: `BadUsage`. */
export function only(positionals: readonly string[], what: string): string {
  const [one, ...others] = positionals
  if (one === undefined || others.length > 0) throw new BadUsage(`give exactly one ${what}`)
  return one
}
