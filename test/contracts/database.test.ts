import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { MigrationError, migrate } from '../../services/database/migrate.ts'
import { type Database, DatabaseError } from '../../services/database/port.ts'
import { engines } from '../support/database.ts'
import { temporaryDir } from '../support/dirs.ts'

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    error => (error instanceof DatabaseError ? error.code : error),
  )

describe.each(engines)('a database on $engine', ({ fresh, missing }) => {
  let database: Database
  describe.skipIf(missing)(missing ?? 'behaves the same', () => {
    beforeEach(async () => {
      database = await fresh()
      await database.query('drop table if exists trial_note; create table trial_note (id int primary key, body jsonb)')
    })

    const count = async () => (await database.query<{ n: number }>('select count(*) as n from trial_note'))[0]?.n

    test('gives the same types', async () => {
      const [row] = await database.query(
        `select 42::int8 as big, $1::bytea as bytes, $2::timestamptz as at, $3::jsonb as json, $4::text[] as list,
          '2026-02-28'::date as date, 1.50::numeric as amount, array[7::int8] as bigs, $5::text as nothing`,
        [new Uint8Array([0, 255]), new Date(1000), { a: ['ә'] }, ['x', 'y"'], undefined],
      )
      expect(row).toEqual({
        big: 42,
        bytes: new Uint8Array([0, 255]),
        at: new Date(1000),
        json: { a: ['ә'] },
        list: ['x', 'y"'],
        date: '2026-02-28',
        amount: '1.50',
        bigs: [7],
        nothing: null,
      })
    })

    test('takes an array for jsonb as JSON text only', async () => {
      expect(await code(database.query('insert into trial_note values (1, $1)', [['a']]))).not.toBe('no error')
      await database.query('insert into trial_note values (1, $1)', [JSON.stringify(['a'])])
      expect(await database.query('select body from trial_note')).toEqual([{ body: ['a'] }])
    })

    test('gives the rows of the last of several statements', async () => {
      expect(await database.query('insert into trial_note values (1); select id from trial_note')).toEqual([{ id: 1 }])
    })

    test('commits a transaction that resolves and rolls back one that throws', async () => {
      expect(
        await database.transaction(async sql => sql.query('insert into trial_note values (1) returning id')),
      ).toEqual([{ id: 1 }])
      const failure = new Error('no')
      const failing = database.transaction(async sql => {
        await sql.query('insert into trial_note values (2)')
        throw failure
      })
      await expect(failing).rejects.toBe(failure)
      expect(await count()).toBe(1)
    })

    test('never reports a commit that was a rollback', async () => {
      const swallowing = database.transaction(async sql => {
        await sql.query('insert into trial_note values (1)')
        await sql.query('insert into trial_note values (1)').catch(() => undefined)
      })
      expect(await code(swallowing)).toBe('25P02')
      expect(await count()).toBe(0)
    })

    test('lets no other statement into an open transaction', async () => {
      const transaction = database.transaction(async sql => {
        await sql.query('insert into trial_note values (1)')
        await sql.query('select pg_sleep(0.02)')
        throw new Error('rolled back')
      })
      const plain = database.query('insert into trial_note values (2)')
      await expect(transaction).rejects.toThrow('rolled back')
      await plain
      expect(await database.query('select id from trial_note')).toEqual([{ id: 2 }])
    })

    test('refuses the wrong handle instead of waiting for itself', async () => {
      const inside = (wrong: () => Promise<unknown>) => database.transaction(() => wrong())
      await expect(inside(() => database.query('select 1'))).rejects.toThrow('use the handle')
      await expect(inside(() => database.transaction(async () => 1))).rejects.toThrow('use the handle')
      await expect(inside(() => database.listen('bell', () => undefined))).rejects.toThrow('use the handle')
    })

    test('refuses a handle whose transaction has ended', async () => {
      const handle = await database.transaction(async sql => sql)
      await expect(handle.query('select 1')).rejects.toThrow('has ended')
    })

    test('runs transactions that contend without losing one', async () => {
      await database.query(`insert into trial_note values (1, '{"n": 0}')`)
      const add = () =>
        database.transaction(async sql => {
          const [row] = await sql.query<{ body: { n: number } }>('select body from trial_note where id = 1 for update')
          await sql.query('update trial_note set body = $1 where id = 1', [{ n: (row?.body.n ?? 0) + 1 }])
        })
      await Promise.all(Array.from({ length: 20 }, add))
      expect(await database.query('select body from trial_note')).toEqual([{ body: { n: 20 } }])
    })

    test('names the SQLSTATE and the constraint, never a value', async () => {
      await database.query('insert into trial_note values (77)')
      const twice = database.query('insert into trial_note values ($1)', [77])
      await expect(twice).rejects.toMatchObject({ name: 'DatabaseError', code: '23505' })
      const error: Error = await twice.catch(error => error)
      expect(error.message).toContain('trial_note_pkey')
      expect(JSON.stringify([error.message, error.cause, Object.values(error)])).not.toContain('77')
      const secret: Error = await database.query('select $1::int4', ['planted-canary']).catch(error => error)
      expect(secret).toMatchObject({ code: '22P02' })
      expect(`${secret.stack} ${JSON.stringify(secret)} ${String(secret.cause)}`).not.toContain('planted-canary')
    })

    test('tells each listener until it stops', async () => {
      const heard: string[] = []
      const other = Promise.withResolvers<string>()
      const stop = await database.listen('bell', payload => heard.push(payload))
      const stopOther = await database.listen('bell', payload => payload === 'last' && other.resolve(payload))
      await database.query(`notify bell, 'first'`)
      await expect.poll(() => heard).toEqual(['first'])
      await stop()
      await database.query(`notify bell, 'last'`)
      await other.promise
      await stopOther()
      expect(heard).toEqual(['first'])
    })

    describe('migrations', () => {
      const dirWith = async (files: Record<string, string>) => {
        const dir = await temporaryDir()
        for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
        return dir
      }
      beforeEach(() =>
        database.query(
          `drop table if exists trial_town; delete from schema_migration where name ~ '^(001-town|002-river|003-lake)'`,
        ),
      )

      test('are applied once, in order, by however many processes', async () => {
        const dir = await dirWith({
          '002-river.sql': `insert into trial_town values ('Ертіс')`,
          '001-town.sql': 'create table trial_town (name text); create index on trial_town (name);',
        })
        const applied = await Promise.all([migrate(database, dir), migrate(database, dir), migrate(database, dir)])
        expect(applied.flat().sort()).toEqual(['001-town.sql', '002-river.sql'])
        expect(await database.query('select name from trial_town')).toEqual([{ name: 'Ертіс' }])
      })

      test('refuse a file that was changed after it had been applied', async () => {
        await migrate(database, await dirWith({ '001-town.sql': 'create table trial_town (name text)' }))
        const changed = await dirWith({ '001-town.sql': 'create table trial_town (name text, river text)' })
        await expect(migrate(database, changed)).rejects.toThrow('001-town.sql was changed')
      })

      test('leave nothing of a file that fails half way', async () => {
        const dir = await dirWith({ '003-lake.sql': 'create table trial_town (name text); select nonsense;' })
        await expect(migrate(database, dir)).rejects.toThrow(MigrationError)
        expect(await code(database.query('select 1 from trial_town'))).toBe('42P01')
      })

      test('refuse names without a number and numbers used twice', async () => {
        await expect(migrate(database, await dirWith({ 'town.sql': '' }))).rejects.toThrow('named')
        const twice = await dirWith({ '001-town.sql': '', '001-river.sql': '' })
        await expect(migrate(database, twice)).rejects.toThrow('same number')
      })
    })
  })
})
