import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nameOf, withClient } from './databases.ts'
import { openLink } from './link.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'
import { childrenOf, stateOf, until } from './processes.ts'

let server: PostgresServer
beforeAll(async () => {
  // Far enough apart that a lazy commit is not written down by chance.
  server = await startPostgres({ settings: { wal_writer_delay: '10s' } })
})
afterAll(() => server.remove())

test('it is durable unless told otherwise, and only on the loopback', async () => {
  expect(await setting(server.url(), 'fsync')).toBe('on')
  expect(await setting(server.url(), 'synchronous_commit')).toBe('on')
  expect(await setting(server.url(), 'listen_addresses')).toBe('127.0.0.1')
  await using forgetful = await startPostgres({ isDurable: false, settings: { max_connections: 20 } })
  expect(await setting(forgetful.url(), 'fsync')).toBe('off')
  expect(await setting(forgetful.url(), 'max_connections')).toBe('20')
})

test('nobody enters without the password', async () => {
  const url = new URL(server.url())
  url.password = 'wrong'
  await expect(setting(url.href, 'fsync')).rejects.toThrow('password authentication failed')
})

test('texts are ordered as in a language, so that a query that means bytes has to say so', async () => {
  const { rows } = await withClient(server.url(), (client) =>
    client.query(`select 'a' < 'B' as language, 'a' < 'B' collate "C" as bytes`),
  )
  expect(rows).toEqual([{ language: true, bytes: false }])
})

test('a database copies its template and goes away under whoever is connected', async () => {
  const template = await server.createDatabase('with_a_table')
  await withClient(template, (client) => client.query('create table note (text text, id serial)'))
  const url = await server.createDatabase(undefined, 'with_a_table')
  await withClient(url, async (client) => {
    await client.query("insert into note values ('here')")
    await server.dropDatabase(nameOf(url))
    await expect(client.query('table note')).rejects.toThrow()
  })
  await expect(notes(url)).rejects.toThrow('does not exist')
  expect(await notes(template)).toEqual([])
})

test('a name that is more than a name is refused', async () => {
  await expect(server.createDatabase('a"; drop database postgres; --')).rejects.toThrow('no name for a database')
})

test.each(['fast', 'immediate'] as const)('what is committed is there after a restart: %s', async (mode) => {
  const url = await databaseWithNotes()
  const before = server.pid
  await withClient(url, (client) => add(client, mode))
  await server.restart(mode)
  expect(server.pid).not.toBe(before)
  expect(await notes(url)).toEqual([mode])
})

test('what is committed is there after a kill of every process', async () => {
  const url = await databaseWithNotes()
  const family = [server.pid ?? 0, ...childrenOf(server.pid ?? 0)]
  expect(family.length).toBeGreaterThan(3)
  await withClient(url, (client) => add(client, 'killed'))
  await server.kill()
  expect(server.pid).toBe(null)
  expect(family.map(stateOf)).toEqual(family.map(() => 'ended'))
  await server.start()
  expect(server.logTail(50)).toContain('was not properly shut down')
  expect(await notes(url)).toEqual(['killed'])
})

test('a paused server keeps its connections and answers late', async () => {
  await withClient(server.url(), async (client) => {
    await server.pause()
    const answer = client.query("select 'late' as text")
    const early = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 100, 'nothing'))])
    expect(early).toBe('nothing')
    server.resume()
    expect((await answer).rows).toEqual([{ text: 'late' }])
  })
})

test('a snapshot holds what was committed at that instant, and shows what was not durable', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baton-snapshot-'))
  try {
    const url = await databaseWithNotes()
    const [durable, lazy] = [join(folder, 'durable'), join(folder, 'lazy')]
    await withClient(url, async (client) => {
      await add(client, 'durable')
      await server.snapshotTo(durable)
      await client.query('set synchronous_commit = off')
      await add(client, 'lazy')
      await server.snapshotTo(lazy)
      await add(client, 'later')
    })
    expect(await notes(url)).toEqual(['durable', 'lazy', 'later'])
    for (const directory of [durable, lazy]) {
      await using copy = await startPostgres({ directory })
      expect(await notes(copy.url(nameOf(url)))).toEqual(['durable'])
    }
    expect(existsSync(join(durable, 'PG_VERSION'))).toBe(true)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('one that does not start says why, and leaves nothing', async () => {
  const start = startPostgres({ isDurable: false, settings: { max_connections: 'many' } })
  await expect(start).rejects.toThrow('invalid value for parameter "max_connections"')
})

test('a client behind a link is cut, left in the dark, and comes again', async () => {
  await using link = await openLink({ to: { host: '127.0.0.1', port: server.port } })
  const url = link.url(server.url())
  expect(await setting(url, 'port')).toBe(String(server.port))
  await withClient(url, async (client) => {
    await link.cut()
    await expect(client.query('select 1')).rejects.toThrow()
  })
  await expect(setting(url, 'port')).rejects.toThrow('ECONNREFUSED')
  await link.heal()

  await withClient(url, async (client) => {
    await link.blackHole()
    const answer = client.query('select 1').catch((error) => error.message)
    await until('the query to be lost', () => link.figures().swallowed > 0)
    await link.heal()
    expect(await answer).toMatch(/ECONNRESET|terminated/)
  })
  expect(await setting(url, 'port')).toBe(String(server.port))
})

async function setting(url: string, name: string): Promise<string> {
  return withClient(url, async (client) => (await client.query(`show ${name}`)).rows[0][name])
}

async function databaseWithNotes(): Promise<string> {
  const url = await server.createDatabase()
  await withClient(url, (client) => client.query('create table note (text text, id serial)'))
  return url
}

function add(client: Client, text: string) {
  return client.query('insert into note values ($1)', [text])
}

async function notes(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query('select text from note order by id')
    return rows.map(({ text }) => text)
  })
}
