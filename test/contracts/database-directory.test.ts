import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openEmbedded } from '../../services/database/embedded.ts'
import { openDatabase } from '../../services/database/open.ts'
import { temporaryDir } from '../support/dirs.ts'

const program = `
  import { openEmbedded } from ${JSON.stringify(new URL('../../services/database/embedded.ts', import.meta.url).href)}
  const database = await openEmbedded(process.argv[1])
  await database.query('create table if not exists note (id int); insert into note values (1)')
  console.log('acknowledged')
`

/** Another process that has the directory open and acknowledged one row. */
async function otherProcess(dir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data', { signal: AbortSignal.timeout(30_000) })
  return child
}

test('a directory that another process has open is refused, and taken over with all its rows once that process is killed', async () => {
  const dir = join(await temporaryDir(), 'database')
  const other = await otherProcess(dir)
  await expect(openEmbedded(dir)).rejects.toMatchObject({ code: '55006', message: expect.stringContaining(dir) })
  other.kill('SIGKILL')
  await once(other, 'exit')
  const database = await openEmbedded(dir)
  expect(await database.query('select id from note')).toEqual([{ id: 1 }])
  await expect(openEmbedded(dir)).rejects.toMatchObject({ code: '55006' })
  await database.close()
}, 60_000)

test('of several who take over a killed process at once, one gets the directory', async () => {
  const dir = join(await temporaryDir(), 'database')
  const other = await otherProcess(dir)
  other.kill('SIGKILL')
  await once(other, 'exit')
  const opened = await Promise.allSettled(Array.from({ length: 5 }, () => openEmbedded(dir)))
  const winners = opened.filter(each => each.status === 'fulfilled')
  await Promise.all(winners.map(each => each.value.close()))
  expect(winners).toHaveLength(1)
}, 60_000)

test('the embedded database says at start that it is for trying out, a server does not', async () => {
  const said: string[] = []
  const embedded = await openDatabase({
    dir: join(await temporaryDir(), 'database'),
    log: message => said.push(message),
  })
  await embedded.close()
  expect(said).toEqual([expect.stringContaining('for trying Tereze out')])
  const server = await openDatabase({
    url: 'postgresql://nobody@127.0.0.1:1/none',
    dir: 'unused',
    log: message => said.push(message),
  })
  await server.close()
  expect(said).toHaveLength(1)
})
