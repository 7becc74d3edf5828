import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type Link, openLink } from './link.ts'
import { until } from './processes.ts'

let echo: Server
/** The server's ends of the connections, oldest first. */
let serverEnds: Talk[]
let link: Link
const talks: Talk[] = []

beforeEach(async () => {
  serverEnds = []
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (chunk) => socket.write(chunk))
    socket.on('end', () => socket.end())
    serverEnds.push(talk(socket))
  })
  link = await openLink({ to: { host: '127.0.0.1', port: await listening(echo) } })
})

afterEach(async () => {
  await link.close()
  for (const { socket } of talks.splice(0)) socket.destroy()
  echo.close()
})

test('bytes and the end of a stream pass both ways', async () => {
  const client = await dial()
  client.socket.end('all of it')
  await ended(client)
  expect(client).toMatchObject({ heard: 'all of it', end: 'end' })
  await until('the link to notice', () => link.figures().open === 0)
  expect(link.figures()).toMatchObject({ accepted: 1, reset: 0, toServer: 9, toClient: 9, held: 0, swallowed: 0 })
})

test('a cut resets both ends, refuses who comes, and heals on the same port', async () => {
  const client = await dial()
  await says(client, 'one')
  await link.cut()
  await ended(client)
  await ended(serverEnds[0])
  expect([client.end, serverEnds[0]?.end]).toEqual(['reset', 'reset'])
  await expect(dial()).rejects.toThrow('ECONNREFUSED')

  await link.heal()
  await says(await dial(), 'two')
})

test('who resets an end resets the other', async () => {
  const client = await dial()
  await says(client, 'one')
  serverEnds[0]?.socket.resetAndDestroy()
  await ended(client)
  expect(client.end).toBe('reset')
})

test('a server that is not there is a reset', async () => {
  const client = await dial()
  await says(client, 'one')
  for (const { socket } of serverEnds) socket.destroy()
  echo.close()
  const next = await dial()
  await ended(next)
  expect(next.end).toBe('reset')
  expect(link.figures().accepted).toBe(2)
})

test('in the dark nothing arrives and nobody is told', async () => {
  const [silent, talking] = [await dial(), await dial()]
  await says(silent, 'one')
  await says(talking, 'one')
  await link.blackHole()
  talking.socket.end('lost')
  const late = await dial()
  await until('it to be swallowed', () => link.figures().swallowed === 4)
  await some(50)
  expect(serverEnds.map(({ heard, end }) => [heard, end])).toEqual([
    ['one', null],
    ['one', null],
  ])
  expect(talking.end).toBe(null)

  await link.heal()
  await ended(talking)
  await ended(serverEnds[1])
  expect([talking.end, serverEnds[1]?.end]).toEqual(['reset', 'reset'])
  await says(silent, 'two')
  await says(late, 'three')
})

test('the dark can be one way', async () => {
  const client = await dial()
  await says(client, 'one')
  await link.blackHole('toClient')
  client.socket.write('two')
  await until('the server to hear', () => serverEnds[0]?.heard === 'onetwo')
  await until('its answer to be lost', () => link.figures().swallowed === 3)
  expect(client).toMatchObject({ heard: 'one', end: null })
})

test('a stalled link reads nothing, so the sender has to wait; healed, nothing is lost', async () => {
  const sent = 'x'.repeat(20_000_000)
  const client = await dial()
  await link.stall()
  const late = await dial()
  client.socket.write(sent)
  late.socket.write('late')
  await some(100)
  expect(client.socket.writableLength).toBeGreaterThan(0)
  expect(link.figures()).toMatchObject({ toServer: 0, held: 0 })

  await link.heal()
  await until('all of it to come back', () => client.heard.length === sent.length && late.heard === 'late')
  expect(client.heard).toBe(sent)
})

test('what the receiver does not read is left to the sender', async () => {
  const client = await dial()
  await says(client, 'one')
  serverEnds[0]?.socket.pause()
  client.socket.write('x'.repeat(20_000_000))
  await some(100)
  const { held, mostHeld } = link.figures()
  expect(held).toBeGreaterThan(0)
  expect(mostHeld).toBeLessThanOrEqual(256 * 1024 + 64 * 1024)
  expect(client.socket.writableLength).toBeGreaterThan(0)
})

test('a delay is each way, and jitter changes no order', async () => {
  const client = await dial()
  link.delay(50)
  const startedAt = performance.now()
  await says(client, 'one')
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99)

  link.delay(10, 10)
  const words = Array.from({ length: 50 }, (_, index) => `word ${index},`)
  for (const word of words) {
    client.socket.write(word)
    await some(1)
  }
  await until('all of them', () => client.heard === `one${words.join('')}`)
})

test('what is delayed passes at once when healed', async () => {
  const client = await dial()
  link.delay(3_600_000)
  client.socket.write('one')
  await until('it to be under way', () => link.figures().held === 3)
  await link.heal()
  await until('the answer', () => client.heard === 'one')
})

test('a bandwidth is shared by the connections of one direction', async () => {
  const [one, other] = [await dial(), await dial()]
  await says(one, '.')
  await says(other, '.')
  for (const end of serverEnds) end.socket.removeAllListeners('data')
  for (const end of serverEnds) end.socket.resume()
  const before = link.figures().toServer
  link.bandwidth(200_000)
  const startedAt = performance.now()
  one.socket.write('x'.repeat(30_000))
  other.socket.write('x'.repeat(30_000))
  await until('half of it', () => link.figures().toServer - before >= 30_000)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(140)
  await until('all of it', () => link.figures().toServer - before === 60_000)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(290)
})

test('a flapping link comes and goes until it is healed', async () => {
  await link.flap(30, 30)
  for (const _ of [1, 2]) {
    await until('it to be up', () => answers())
    await until('it to be cut', async () => !(await answers()))
  }
  await link.heal()
  const client = await dial()
  await some(100)
  await says(client, 'still here')
})

test('changes that nobody waits for come one after the other', async () => {
  void link.cut()
  void link.heal()
  void link.flap(1, 1)
  void link.stall()
  await link.heal()
  await says(await dial(), 'one')
})

test('HTTP and WebSocket pass, and a dark socket hears nothing, not even a close', async () => {
  const server = createHttpServer((_, answer) => answer.end('hello'))
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.on('message', (said) => socket.send(String(said))))
  await using way = await openLink({ to: { host: '127.0.0.1', port: await listening(server) } })
  const origin = 'http://elsewhere.example:1/path?query'
  expect(way.url(origin)).toBe(`http://127.0.0.1:${way.port}/path?query`)
  expect(await (await fetch(way.url(origin), { headers: { connection: 'close' } })).text()).toBe('hello')

  const socket = new WebSocket(way.url('ws://elsewhere.example/'))
  socket.on('error', () => {})
  await once(socket, 'open')
  socket.send('one')
  expect(String((await once(socket, 'message'))[0])).toBe('one')
  await way.blackHole()
  for (const client of sockets.clients) client.close()
  await until('the close to be swallowed', () => way.figures().swallowed > 0)
  expect(socket.readyState).toBe(WebSocket.OPEN)
  server.close()
})

type Talk = { socket: Socket; heard: string; end: 'end' | 'reset' | null }

function talk(socket: Socket): Talk {
  const all: Talk = { socket, heard: '', end: null }
  socket.on('data', (chunk) => {
    all.heard += chunk
  })
  socket.on('end', () => {
    all.end = 'end'
  })
  socket.on('error', () => {
    all.end = 'reset'
  })
  talks.push(all)
  return all
}

async function dial(): Promise<Talk> {
  const socket = connect(link.port, '127.0.0.1')
  await once(socket, 'connect')
  return talk(socket)
}

/** Says it and waits for its echo. */
async function says(client: Talk, said: string): Promise<void> {
  const expected = client.heard + said
  client.socket.write(said)
  await until(`the echo of ${said}`, () => client.heard === expected)
}

async function ended(one: Talk | undefined): Promise<void> {
  await until('an end', () => one?.end !== null && one?.end !== undefined)
}

async function answers(): Promise<boolean> {
  try {
    const client = await dial()
    client.socket.destroy()
    return true
  } catch {
    return false
  }
}

/** For what must not happen meanwhile. */
function some(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function listening(server: { listen(port: number, host: string): Server }): Promise<number> {
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  return (address as AddressInfo).port
}
