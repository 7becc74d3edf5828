import { asId } from '@baton/core/ids'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../lab/testing.ts'
import { commitStatement, type HeadChange, nothingWritten, type Writing } from './commit-statement.ts'
import { Connections, everybody, isConflict } from './connections.ts'
import { migratePostgres } from './migrate.ts'

const workspace = asId<'workspace'>('ws_main')
const sent = (place: number) => ({ place, topic: 'mail', payload: `${place}` })
const audited = { at: 1, actor: 'a', action: 'b', object: 'c', before: null, after: null, epoch: null, request: null }
const record = { ...audited, seq: 1, hash: 'h' }
const head: HeadChange = {
  workspace,
  revision: null,
  isNews: true,
  events: 0,
  auditSeq: 1,
  auditHash: 'h',
  now: 1,
}

describe('a commit', () => {
  let database: TestDatabase
  let connections: Connections

  beforeEach(async () => {
    database = await testDatabase({ key: 'migrated', fill: migratePostgres })
    connections = new Connections({ url: database.url, size: 2 })
    await connections.rows(workspace, { text: `insert into heads (workspace, revision) values ('${workspace}', 7)` })
  })
  afterEach(async () => {
    await connections.close()
    await database.drop()
  })

  const write = (writing: Partial<Writing>, change: Partial<HeadChange>) => {
    const { statement, values } = commitStatement({ ...nothingWritten(), ...writing }, { ...head, ...change })
    return connections.rows<{ is_written: boolean; revision: number | null }>(workspace, statement, values)
  }
  const kept = async () => {
    const [row] = await connections.rows<{ revision: number; audit: number; outbox: number }>(everybody, {
      text: 'select revision, (select count(*) from audit) as audit, (select count(*) from outbox) as outbox from heads',
    })
    return row
  }

  test('[R-11] decided on the revision that is still there, all of it is written', async () => {
    const [answer] = await write({ audit: [record], outbox: [sent(0), sent(1)] }, { revision: 7 })
    expect(answer).toMatchObject({ is_written: true, revision: 8 })
    expect(await kept()).toEqual({ revision: 8, audit: 1, outbox: 2 })
  })

  test('[R-11] decided on a revision before, nothing of it is written, and that is no error of the database', async () => {
    const [answer] = await write({ audit: [record], outbox: [sent(0)] }, { revision: 6 })
    expect(answer).toMatchObject({ is_written: false, revision: null })
    expect(await kept()).toEqual({ revision: 7, audit: 0, outbox: 0 })
  })

  test('[R-11] where a row is not as it was, what was written before it is taken back, as a conflict', async () => {
    const load = { operator: 'op_gone', by: 1, reserved: 0, one: 1 }
    const refused = await write({ loads: [load], audit: [record], outbox: [sent(0)] }, { revision: 7 }).then(
      () => null,
      (error: unknown) => error,
    )
    expect(isConflict(refused)).toBe(true)
    expect(await kept()).toEqual({ revision: 7, audit: 0, outbox: 0 })
  })
})
