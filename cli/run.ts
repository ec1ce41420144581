import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util'
import { BadUsage, type Command, type Outcome } from './command.ts'
import { commands, findCommand } from './commands.ts'

export interface Printed {
  exitCode: 0 | 1 | 2
  stdout: string
  stderr: string
}

const column = (name: string) => `  ${name.padEnd(12)}`
const line = (name: string, text: string) => `${column(name)}${text}`

function overview(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => line(name, summary))
  return ['Usage: npx tereze COMMAND [--help] [--json]', '', ...rows].join('\n')
}

function help(name: string, summary: string, command?: Command): string {
  const rows = Object.entries({ ...command?.options, ...command?.flags }).map(([option, text]) =>
    line(`--${option}`, text),
  )
  const common = command ? [line('--json', 'print the answer as JSON')] : []
  const usage = `Usage: npx tereze ${name} ${command?.usage ?? ''}`.trimEnd()
  return [usage, '', `${summary[0]?.toUpperCase()}${summary.slice(1)}.`, '', ...rows, ...common].join('\n').trimEnd()
}

const flag = { type: 'boolean', default: false } as const

function parse(command: Command, argv: readonly string[]) {
  const taking = Object.keys(command.options).map(name => [name, { type: 'string' }] as const)
  const bare = ['json', ...Object.keys(command.flags ?? {})].map(name => [name, flag] as const)
  try {
    const options = Object.fromEntries<ParseArgsOptionDescriptor>([...taking, ...bare])
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
    const flags = new Set(Object.keys(values).filter(name => values[name] === true))
    const given = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return { json: flags.has('json'), args: { positionals, flags, options: Object.fromEntries(given) } }
  } catch (cause) {
    throw new BadUsage(cause instanceof Error ? cause.message : 'the command cannot be read', { cause })
  }
}

async function answer(command: Command, argv: readonly string[]): Promise<Printed> {
  const { json, args } = parse(command, argv)
  const outcome: Outcome = await command.run(args)
  return { exitCode: outcome.exitCode, stdout: json ? JSON.stringify(outcome.json, null, 2) : outcome.text, stderr: '' }
}

const printed = (stdout: string): Printed => ({ exitCode: 0, stdout, stderr: '' })
const refused = (stderr: string): Printed => ({ exitCode: 2, stdout: '', stderr })

/** Carries out one command line. Bad usage is an answer (exit code 2); a fault is thrown. */
export async function run([name = '--help', ...argv]: readonly string[]): Promise<Printed> {
  if (name === '--help' || name === 'help') return printed(overview())
  const listed = findCommand(name)
  if (!listed) return refused(`there is no command ${name}\n\n${overview()}`)
  const command = (await listed.load?.())?.command
  if (!command || argv.includes('--help')) return printed(help(name, listed.summary, command))
  try {
    return await answer(command, argv)
  } catch (error) {
    if (error instanceof BadUsage) return refused(`${error.message}\nSee npx tereze ${name} --help`)
    throw error
  }
}
