import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openEmbedded } from '../services/database/embedded.ts'
import { migrate } from '../services/database/migrate.ts'
import { loadOrCreateMasterKey } from '../services/keys/master-key.ts'
import { temporaryDir } from '../test/support/dirs.ts'
import { run } from './run.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

async function dataDir(): Promise<string> {
  const dir = await temporaryDir()
  await loadOrCreateMasterKey(join(dir, 'master.key'))
  const database = await openEmbedded(join(dir, 'postgres'), () => undefined)
  await migrate(database)
  const lost = '00000000-0000-4000-8000-000000000001'
  await database.query(`insert into application values ($1, 0, 'no key', null, null, now())`, [lost])
  await database.close()
  return dir
}

describe('cases rebuild', () => {
  test('reads the database of DATA_DIR and ends with 1 when a case cannot be trusted', async () => {
    vi.stubEnv('DATABASE_URL', '')
    vi.stubEnv('DATA_DIR', await dataDir())
    const { exitCode, stdout } = await run(['cases', 'rebuild', '--check'])
    expect(exitCode).toBe(1)
    expect(stdout).toBe('1 cases read\n00000000-0000-4000-8000-000000000001: its ledger was altered or cannot be read')
  }, 60_000)

  test('makes no database where there is none', async () => {
    vi.stubEnv('DATABASE_URL', '')
    vi.stubEnv('DATA_DIR', await temporaryDir())
    expect(await run(['cases', 'rebuild'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('DATA_DIR') })
  })
})
