import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { onFreePort } from '../../lab/ports.ts'
import { buildServer } from './http/server.ts'
import { startTest } from './testing.ts'

const main = join(import.meta.dirname, 'main.ts')

test('[O-04] who asks while the first start is under way is answered after it; only alive is known at once', async () => {
  await using test = await startTest()
  const { promise: hasStarted, resolve: start } = Promise.withResolvers<void>()
  const app = await buildServer({ ...test.baton, hasStarted })
  const order: string[] = []
  const ask = async (url: string) => {
    const { statusCode } = await app.inject({ url, headers: { authorization: `Bearer ${test.key}` } })
    order.push(url)
    return statusCode
  }
  const waiting = ['/readyz', '/startupz', '/api/v1/workspace'].map(ask)
  expect(await ask('/livez')).toBe(200)
  start()
  expect(await Promise.all(waiting)).toEqual([200, 200, 200])
  expect(order[0]).toBe('/livez')
  await app.close()
})

test('[F3] a database that does not answer yet is waited for', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'baton-start-'))
  await onFreePort(undefined, async (port) => {
    const child = spawn(process.execPath, [main, 'start'], {
      env: { PORT: '0', BATON_DATA_DIR: directory, DATABASE_URL: `postgres://baton@127.0.0.1:${port}/baton` },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const hasEnded = once(child, 'exit').then(() => Promise.reject(new Error('It did not wait.')))
    try {
      await Promise.race([once(child.stderr, 'data'), hasEnded])
      const database = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1')
      await Promise.race([once(database, 'connection'), hasEnded])
      database.close()
    } finally {
      hasEnded.catch(() => {})
      child.kill('SIGKILL')
    }
  })
  await rm(directory, { recursive: true })
})
