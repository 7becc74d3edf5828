import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openLink } from './link.ts'
import { until } from './processes.ts'
import { type RedisServer, startRedis } from './redis.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server.remove())
beforeEach(() => server.start())

const clients: Redis[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect()
})

test('nobody enters without the password', async () => {
  const client = connected(server.url.replace(/:[^:@]+@/, ':wrong@'))
  await expect(client.ping()).rejects.toThrow()
})

test('flushed or restarted, it has forgotten everything', async () => {
  const client = connected(server.url)
  await client.set('key', 'value')
  await server.flush()
  expect(await client.get('key')).toBe(null)

  await client.set('key', 'value')
  await server.stop()
  expect(server.pid).toBe(null)
  await server.start()
  expect(await connected(server.url).get('key')).toBe(null)
})

test('a kill ends its connections', async () => {
  const client = connected(server.url)
  expect(await client.ping()).toBe('PONG')
  await server.kill()
  await until('the client to notice', () => client.status === 'end')
  await server.start()
  expect(await connected(server.url).ping()).toBe('PONG')
})

test('a paused one answers late', async () => {
  const client = connected(server.url)
  await client.ping()
  await server.pause()
  let answer = ''
  const asked = client.ping().then((pong) => {
    answer = pong
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(answer).toBe('')
  server.resume()
  await asked
  expect(answer).toBe('PONG')
})

test('messages pass a link, and are late, cut or lost as it says', async () => {
  await using link = await openLink({ to: { host: '127.0.0.1', port: server.port } })
  const heard: string[] = []
  const subscriber = connected(link.url(server.url))
  subscriber.on('message', (_, message) => heard.push(message))
  await subscriber.subscribe('news')
  const publisher = connected(server.url)
  link.delay(50)
  const startedAt = performance.now()
  await publisher.publish('news', 'late')
  await until('the message', () => heard.length === 1)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49)

  link.delay(0)
  await link.blackHole('toClient')
  await publisher.publish('news', 'lost')
  await until('it to be lost', () => link.figures().swallowed > 0)
  await link.heal()
  await until('the subscriber to be cut', () => subscriber.status === 'end')
  expect(heard).toEqual(['late'])
})

/** One that does not come again by itself. */
function connected(url: string): Redis {
  const client = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 })
  client.on('error', () => {})
  clients.push(client)
  return client
}
