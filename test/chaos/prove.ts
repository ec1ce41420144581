import { parseArgs } from 'node:util'
import { circumstances, writeMeasurement } from '../support/measurement.ts'
import { applicants } from './claims/applicants.ts'
import { canaries } from './claims/canaries.ts'
import type { Claim, Finding, Setting } from './claims/claim.ts'
import { guards } from './claims/guards.ts'
import { poison } from './claims/poison.ts'
import { workers } from './claims/workers.ts'
import { report } from './report.ts'

const claims: readonly Claim[] = [applicants, poison, workers, canaries, guards]

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'full' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
})

const setting: Setting = {
  size: values.size === 'small' ? 'small' : 'full',
  seed: Number(values.seed),
  say: text => console.error(`  ${text}`),
}

export interface Proved extends Finding {
  claim: Claim
  seconds: number
}

async function proveOne(claim: Claim): Promise<Proved> {
  console.error(`${claim.name} (seed ${setting.seed})`)
  const began = performance.now()
  const finding = await claim
    .prove(setting)
    .catch((fault: Error): Finding => ({ figures: {}, problems: [String(fault.stack)] }))
  return { claim, ...finding, seconds: Math.round((performance.now() - began) / 1000) }
}

const proved: Proved[] = []
for (const claim of claims) if (!values.only || values.only === claim.name) proved.push(await proveOne(claim))

const about = { seed: setting.seed, size: setting.size, ...circumstances(['grammy', 'pg', 'redis']) }
const text = report(proved, about)
console.log(text)
if (setting.size === 'full' && !values.only)
  writeMeasurement('prove', text, { about, claims: proved.map(({ claim: { name }, ...rest }) => ({ name, ...rest })) })
process.exitCode = proved.every(({ problems }) => problems.length === 0) ? 0 : 1
