import { type NumberProblem, numberKind, parseIin } from '../flows/values/iin.ts'
import { type Command, only } from './command.ts'

const problems: Record<NumberProblem, string> = {
  'not-digits': 'not a number: digits, spaces and dashes only',
  'too-short': 'not valid: fewer than 12 digits',
  'too-long': 'not valid: more than 12 digits',
  'check-digit': 'not valid: the check digit does not fit',
  'is-bin': 'a valid BIN',
  'is-iin': 'a valid IIN',
}

export const command: Command = {
  usage: 'NUMBER',
  options: {},
  run({ positionals }) {
    const number = only(positionals, 'number')
    const kind = numberKind(number)
    if (kind) return { exitCode: 0, text: `a valid ${kind.toUpperCase()}`, json: { valid: true, kind } }
    const parsed = parseIin(number)
    const problem = parsed.ok ? 'check-digit' : parsed.problem
    return { exitCode: 1, text: problems[problem], json: { valid: false, problem } }
  },
}
