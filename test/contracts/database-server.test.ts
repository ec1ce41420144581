import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../services/database/port.ts'
import { openServer } from '../../services/database/server.ts'
import { type PostgresServer, startPostgres } from '../support/postgres.ts'
import { findPostgres } from '../support/postgres-binaries.ts'

describe.skipIf(!findPostgres())('a PostgreSQL server that goes away (needs PostgreSQL)', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  const opened = async (): Promise<Database> => {
    const database = await openServer(server.url)
    onTestFinished(() => database.close())
    await database.query('create table if not exists note (id int)')
    return database
  }

  test('is used again after a restart, by statements and by listeners', async () => {
    const database = await opened()
    const heard: string[] = []
    await database.listen('bell', payload => heard.push(payload))
    await server.restart()
    await expect.poll(() => database.query('select 1 as one').catch(() => 'down')).toEqual([{ one: 1 }])
    await expect
      .poll(async () => {
        await database.query(`notify bell, 'again'`)
        return heard.at(0)
      })
      .toBe('again')
  })

  test('fails the transaction that it interrupts, and keeps what it had committed before', async () => {
    const database = await opened()
    await database.query('insert into note values (1)')
    const interrupted = database.transaction(async sql => {
      await sql.query('insert into note values (2)')
      await server.kill()
      await sql.query('insert into note values (3)')
    })
    await expect(interrupted).rejects.toMatchObject({
      name: 'DatabaseError',
      code: expect.stringMatching(/^(57P0|08)/),
    })
    await expect(database.query('select 1')).rejects.toMatchObject({ name: 'DatabaseError', code: '08006' })
    await server.restart()
    expect(await database.query('select id from note')).toEqual([{ id: 1 }])
  })
})
