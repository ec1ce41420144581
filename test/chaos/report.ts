import type { Proved } from './prove.ts'

const line = ([name, value]: [string, string | number]) => `| ${name} | ${value} |`

const section = ({ claim, figures, problems, seconds }: Proved): string[] => [
  `## ${claim.name}: ${problems.length === 0 ? 'holds' : 'does NOT hold'}`,
  '',
  claim.claim,
  '',
  '| | |',
  '|---|---|',
  ...Object.entries(figures).map(line),
  line(['took, s', seconds]),
  '',
  ...problems.map(problem => `- ${problem}`),
  ...(problems.length > 0 ? [''] : []),
]

/** What was claimed, with figures, and what is not so. */
export const report = (proved: readonly Proved[], about: object): string =>
  [
    '# What was proved',
    '',
    '`npm run prove`',
    '',
    ...proved.flatMap(section),
    '```json',
    JSON.stringify(about),
    '```',
    '',
  ].join('\n')
