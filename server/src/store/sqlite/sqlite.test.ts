import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant } from '@baton/core/time'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { newId } from '../../chance.ts'
import { storeContract } from '../contract.ts'
import { openSqlite } from './sqlite.ts'
import { clearAway, open } from './testing.ts'

storeContract('SQLite', open, clearAway, { canFill: true })

describe('the file', () => {
  const options = { newId, now: () => instant(1_800_000_000_000), onCommitted: () => {} }

  test('[F31] the schema is brought up to date once, by however many, and a newer one is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'baton-schema-'))
    const path = join(folder, 'baton.db')
    const [first, second] = [openSqlite({ path, ...options }), openSqlite({ path, ...options })]
    await first.workspaces.add(
      { id: newId('workspace'), name: 'Main', packages: [], locale: 'en', timeZone: 'UTC' },
      { actor: 'test', request: null },
    )
    expect((await second.workspaces.all()).map(({ name }) => name)).toEqual(['Main'])
    await first.close()
    await second.close()
    const raw = new Database(path)
    expect(Number(raw.pragma('user_version', { simple: true }))).toBeGreaterThan(0)
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    raw.pragma('user_version = 999')
    raw.close()
    expect(() => openSqlite({ path, ...options })).toThrow('newer release')
    await rm(folder, { recursive: true })
  })

  test('[FL-1] what another process writes is seen, and told once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'baton-seen-'))
    const path = join(folder, 'baton.db')
    const told: (string | null)[] = []
    const server = openSqlite({ path, ...options, onChanged: (workspace) => told.push(workspace) })
    const commandLine = openSqlite({ path, ...options })
    const by = { actor: 'test', request: null }
    const main = { id: newId('workspace'), name: 'Main', packages: [], locale: 'en', timeZone: 'UTC' }
    await server.workspaces.add(main, by)
    const bot = { id: newId('bot'), name: 'Acme', draft: {} }
    await server.bots.add(main.id, bot, by)
    const names = async () => [...(await server.bots.names(main.id)).values()]
    expect(await names()).toEqual(['Acme'])
    await server.refresh()
    expect(told).toEqual([])
    await commandLine.bots.saveDraft(main.id, bot.id, 'Renamed', {}, by)
    await server.refresh()
    await server.refresh()
    expect(told).toEqual([null])
    expect(await names()).toEqual(['Renamed'])
    await server.close()
    await commandLine.close()
    await rm(folder, { recursive: true })
  })
})
