import { randomBytes } from 'node:crypto'
import { asId } from '@baton/core/ids'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../lab/testing.ts'
import { Connections, everybody, type Scope, type Statement } from './connections.ts'
import { migratePostgres } from './migrate.ts'

/** More than enough runs for plans to be made anew, several times. */
const enough = 300
const scope: Statement = { text: "select current_setting('baton.workspace', true) as scope" }
const main = asId<'workspace'>('ws_main')
const other = asId<'workspace'>('ws_other')

describe('connections', () => {
  let database: TestDatabase
  let connections: Connections

  beforeEach(async () => {
    database = await testDatabase({ key: 'migrated', fill: migratePostgres })
    // One, so that all of it happens on the same.
    connections = new Connections({ url: database.url, size: 1 })
  })
  afterEach(async () => {
    await connections.close()
    await database.drop()
  })

  const prepared = () =>
    connections.rows<{ name: string; text: string }>(everybody, {
      text: 'select name, statement as text from pg_prepared_statements order by name',
    })

  test('a connection prepares each statement once, however often it runs', async () => {
    const statements = ['one', 'two', 'three'].map((name) => ({ name, text: `select '${name}' as name` }))
    for (let times = 0; times < enough; times += 1)
      for (const statement of statements)
        expect(await connections.rows(main, statement)).toEqual([{ name: statement.name }])
    expect((await prepared()).map(({ name }) => name)).toEqual(['one', 'three', 'two'])
  })

  test('what was planned for an empty table is planned anew for a full one, without anybody analyzing it', async () => {
    const owner = new Connections({ url: database.url, size: 1, asOwner: true })
    const name = `words_${randomBytes(4).toString('hex')}`
    for (const text of [
      `create table ${name} (id integer, word text) with (autovacuum_enabled = false)`,
      `grant select on ${name} to baton_app`,
      `insert into ${name} select id, 'few' from generate_series(1, 10) id`,
      `analyze ${name}`,
      `create index on ${name} (id)`,
    ])
      await owner.rows(everybody, { text })
    const finding = { name: 'find_word', text: `select word from ${name} where id = $1::integer` }
    const find = () => connections.rows(main, finding, [7])
    const plan = async () => {
      const rows = await connections.rows<{ 'QUERY PLAN': string }>(main, {
        text: 'explain (costs off) execute find_word (7)',
      })
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    }
    expect(await find()).toEqual([{ word: 'few' }])
    expect(await plan()).toContain('Seq Scan')
    await owner.rows(everybody, { text: `insert into ${name} select id, 'many' from generate_series(11, 50000) id` })
    await owner.close()
    expect(await plan()).toContain('Seq Scan')
    for (let times = 0; times < enough; times += 1) expect(await find()).toEqual([{ word: 'few' }])
    expect(await plan()).toMatch(/Index|Bitmap/)
  })

  test('[I-38] statements held together are for one workspace, and so are those after them for theirs', async () => {
    const scopeIn = async (of: Scope) => (await connections.rows<{ scope: string }>(of, scope))[0]?.scope
    const both = await connections.held(main, async (db) => [await db.rows(scope, []), await db.rows(scope, [])])
    expect(both).toEqual([[{ scope: 'ws_main' }], [{ scope: 'ws_main' }]])
    expect(await scopeIn(other)).toBe('ws_other')
    expect(await scopeIn(everybody)).toBe('*')
  })

  test('[I-38] a statement that sets the scope and fails leaves nobody with it', async () => {
    const setting = (then: string): Statement => ({
      setsScope: true,
      text: `select ${then} as value from set_config('baton.workspace', $1, false) as set(scope)`,
    })
    const scopeIn = async (of: Scope) => (await connections.rows<{ scope: string }>(of, scope))[0]?.scope
    expect(await connections.rows(main, setting('set.scope'), [main])).toEqual([{ value: 'ws_main' }])
    expect(await scopeIn(main)).toBe('ws_main')
    await expect(connections.rows(other, setting('1 / (length(set.scope) - 8)'), [other])).rejects.toThrow('division')
    expect(await scopeIn(other)).toBe('ws_other')
    await expect(connections.rows(main, setting('1 / (length(set.scope) - 7)'), [main])).rejects.toThrow('division')
    expect(await scopeIn(other)).toBe('ws_other')
  })
})
