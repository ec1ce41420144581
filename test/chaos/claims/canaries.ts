import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from 'redis'
import { type Nerves, NervousApplicant } from '../town/citizen.ts'
import { type Inhabitant, inhabitants, secretsOf } from '../town/people.ts'
import { temporary } from '../town/processes.ts'
import { openTown, type Town } from '../town/town.ts'
import { walk } from '../town/walk.ts'
import { walkAll } from './applicants.ts'
import { type Claim, type Finding, type Setting, unless } from './claim.ts'
import { Scanner, spellings } from './scan.ts'

/** Five to seven canaries each. */
const sizes = { full: { people: 100, atOnce: 50 }, small: { people: 6, atOnce: 6 } } as const

const calm: Nerves = { onAct: () => undefined, tapsAgainAfter: () => undefined }
const grouped = (digits: string) => digits.replace(/^7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2 $3 $4')

function scannerFor(people: readonly Inhabitant[]): { scanner: Scanner; canaries: number } {
  const scanner = new Scanner()
  const secrets = people.flatMap(secretsOf)
  for (const secret of secrets)
    for (const text of new Set([secret, grouped(secret)]))
      for (const [i, bytes] of spellings(text).entries()) scanner.add(`${secret} in spelling ${i + 1}`, bytes)
  return { scanner, canaries: secrets.length }
}

async function redisDir(url: string): Promise<string> {
  const client = createClient({ url })
  await client.connect()
  const { dir = '' } = await client.configGet('dir')
  client.destroy()
  return dir
}

/** What an intruder gets who copies the servers' disks and our folder, and reads the logs; the master key is elsewhere. */
async function copyOf(town: Town): Promise<string> {
  const copy = await temporary('copy')
  await town.database.query('checkpoint')
  const [row] = await town.database.query<{ dir: string }>(`select current_setting('data_directory') as dir`)
  const sources = { postgres: row?.dir ?? '', redis: await redisDir(town.redis.url), data: town.data }
  for (const [name, source] of Object.entries(sources))
    await cp(source, join(copy, name), { recursive: true, filter: notSocket })
  for (const [i, product] of town.products.entries()) await writeFile(join(copy, `log-${i}`), await product.log())
  return copy
}
const notSocket = (source: string) => !source.includes('.s.PGSQL')

/** A scanner that finds nothing proves nothing: each spelling is planted once and must be found. */
async function control(scanner: Scanner, [someone]: readonly Inhabitant[]): Promise<number> {
  const dir = await temporary('control')
  const secret = someone?.person.surname ?? ''
  for (const [i, bytes] of spellings(secret).entries())
    await writeFile(join(dir, String(i)), Buffer.concat([Buffer.alloc(1001 + i, 'x'), bytes, Buffer.alloc(7, 'y')]))
  const { finds } = await scanner.scanDir(dir)
  await rm(dir, { recursive: true })
  return finds.length
}

async function prove({ size, seed }: Setting): Promise<Finding> {
  const { people: count, atOnce } = sizes[size]
  const people = inhabitants(count, seed)
  const { scanner, canaries } = scannerFor(people)
  const planted = await control(scanner, people)
  const town = await openTown({ people: count, seed })
  try {
    const { failures } = await walkAll(people, atOnce, inhabitant =>
      walk(new NervousApplicant(town, inhabitant, calm), inhabitant),
    )
    await town.drained(60_000)
    const copy = await copyOf(town)
    const { finds, bytes, files } = await scanner.scanDir(copy)
    const logBytes = (
      await Promise.all(town.products.map(async product => (await readFile(product.logFile)).length))
    ).reduce((a, b) => a + b, 0)
    await rm(copy, { recursive: true })
    return {
      figures: {
        people: count,
        canaries,
        files,
        megabytes: Math.round(bytes / 2 ** 20),
        logKilobytes: Math.round(logBytes / 1024),
        finds: finds.length,
      },
      problems: [
        ...failures,
        ...finds.slice(0, 50),
        ...unless([
          [planted === spellings('x'.repeat(12)).length, `of a planted name ${planted} spellings were found`],
          [canaries >= (size === 'full' ? 500 : 30), `only ${canaries} canaries`],
          [logBytes > 0, 'the logs are empty'],
        ]),
      ],
    }
  } finally {
    await town.end()
  }
}

export const canaries: Claim = {
  name: 'canaries',
  claim:
    'Names, numbers, phones and words of files are nowhere in a copy of the database, of Redis and of the data folder without the master key, nor in the logs: not as UTF-8, UTF-16, hexadecimal, base64 or in an address.',
  prove,
}
