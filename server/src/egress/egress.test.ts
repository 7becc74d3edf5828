import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyAllowList, parseAllowList } from './allow-list.ts'
import { createEgress, type Egress, type EgressRequest, type Lookup } from './egress.ts'

const loopback: Lookup = async () => ['127.0.0.1']
const open: { close(): Promise<unknown> }[] = []

beforeEach(() => {
  vi.spyOn(net, 'connect')
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  for (const thing of open.splice(0).reverse()) await thing.close()
})

async function listen(answer: RequestListener, { host = '127.0.0.1', port = 0 } = {}) {
  const seen: IncomingMessage[] = []
  const server: Server = createServer((request, response) => {
    seen.push(request)
    answer(request, response)
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(port, host, resolve)
  await promise
  const close = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  open.push({ close })
  return { port: (server.address() as AddressInfo).port, seen }
}

function egress(allow = '', lookup: Lookup = loopback, more: Partial<Parameters<typeof createEgress>[0]> = {}): Egress {
  const made = createEgress({ allow: parseAllowList(allow), lookup, ...more })
  open.push(made)
  return made
}

function get(url: string, more: Partial<EgressRequest> = {}): EgressRequest {
  return { method: 'GET', url, ...more }
}

function ok(response: ServerResponse, body: string | Buffer = 'hello', headers: Record<string, string> = {}) {
  response.writeHead(200, { 'content-type': 'text/plain', ...headers }).end(body)
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** A deadline that passes when the test says so. */
function manualDeadline() {
  const asked: number[] = []
  const controller = new AbortController()
  const deadline = (timeoutMs: number) => {
    asked.push(timeoutMs)
    return controller.signal
  }
  return { asked, deadline, pass: () => controller.abort(new DOMException('late', 'TimeoutError')) }
}

const hostileHosts = [
  // Plain and odd spellings of loopback, private and metadata addresses.
  ...['127.0.0.1', '127.1', '127.0.1', '0', '0.0.0.0', '2130706433', '0x7f000001', '0x7f.1', '0x7F.0x0.0x0.0x1'],
  ...['0177.0.0.1', '017700000001', '0177.1', '127.0.0.1.', '%31%32%37.0.0.1', '127%2e0%2e0%2e1', '127。0。0。1'],
  ...['①②⑦.⓪.⓪.①', '127.255.255.254', '10.0.0.1', '0xa.0.0.1', '012.0.0.1', '167772161', '172.16.0.1', '172.31.255.1'],
  ...['192.168.0.1', '3232235521', '0xc0.0xa8.1', '169.254.169.254', '0xa9fea9fe', '2852039166', '0251.0376.0251.0376'],
  ...['100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.51.100.1'],
  ...['203.0.113.1', '224.0.0.1', '239.1.1.1', '240.0.0.1', '255.255.255.255', '192.88.99.1', '4294967295'],
  ...['[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
  ...['[::FFFF:10.0.0.1]', '[::ffff:a9fe:a9fe]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::a00:1]'],
  ...['[64:ff9b:1::a00:1]', '[64:ff9b:1::8.8.8.8]', '[2002:7f00:1::]', '[2002:a00:1::1]', '[2002:c0a8:1::]'],
  ...['[2001::1]', '[2001:0:4136:e378:8000:63bf:3fff:fdd2]', '[2001:db8::1]', '[2001:2::1]', '[3fff::1]', '[fe80::1]'],
  ...['[fc00::1]', '[fd00:ec2::254]', '[fec0::1]', '[ff02::1]', '[100::1]', '[5f00::1]', '[2606:4700::5efe:10.0.0.1]'],
  // Names, which the look-up of these tests answers with a private address.
  ...['localhost', 'LOCALHOST.', 'localtest.example', 'metadata.google.internal', 'ⓛocalhost', 'xn--bcher-kva.example'],
]

const hostileUrls: [url: string, reason: string][] = [
  ['', 'invalid_url'],
  ['127.0.0.1', 'invalid_url'],
  ['//127.0.0.1/', 'invalid_url'],
  ['http://', 'invalid_url'],
  ['http://./', 'invalid_url'],
  ['http://../', 'invalid_url'],
  ['http://256.256.256.256/', 'invalid_url'],
  ['http://[::1%25lo]/', 'invalid_url'],
  ['http://[::1/', 'invalid_url'],
  ['http://a b/', 'invalid_url'],
  ['http://host:99999/', 'invalid_url'],
  ['http://user@127.0.0.1/', 'invalid_url'],
  ['http://user:secret@example.org/', 'invalid_url'],
  ['http://:secret@example.org/', 'invalid_url'],
  ['http://example.org\r\nHost: 127.0.0.1/', 'invalid_url'],
  ['http://exam\nple.org/', 'invalid_url'],
  ['http://example.org/a\tb', 'invalid_url'],
  ['http://example.org/\0', 'invalid_url'],
  [`http://example.org/${'a'.repeat(9000)}`, 'invalid_url'],
  ['file:///etc/passwd', 'scheme_refused'],
  ['ftp://127.0.0.1/', 'scheme_refused'],
  ['gopher://127.0.0.1:70/_x', 'scheme_refused'],
  ['data:text/plain,x', 'scheme_refused'],
  ['javascript:alert(1)', 'scheme_refused'],
  ['ws://127.0.0.1/', 'scheme_refused'],
  ['unix:/var/run/docker.sock', 'scheme_refused'],
  ['blob:http://127.0.0.1/x', 'scheme_refused'],
  ['http:127.0.0.1', 'address_refused'],
  ['http:\\\\127.0.0.1\\', 'address_refused'],
  ['http://example.org\\@127.0.0.1/', 'address_refused'],
  ['http://127.0.0.1#@example.org/', 'address_refused'],
  ['http://127.0.0.1?@example.org/', 'address_refused'],
  ['HTTP://127.0.0.1:80/', 'address_refused'],
  ['https://127.0.0.1/', 'address_refused'],
  ['http://127.0.0.1:22/', 'address_refused'],
  ['http://8.8.8.8:22/', 'port_refused'],
  ['http://8.8.8.8:8080/', 'port_refused'],
  ['https://8.8.8.8:6379/', 'port_refused'],
  ['http://[2606:4700:4700::1111]:11211/', 'port_refused'],
  ['http://[::ffff:8.8.8.8]:22/', 'port_refused'],
  ['http://8.8.8.8:0/', 'port_refused'],
]

describe('the guard', () => {
  it('[S-25] the corpus of hostile addresses is long enough', () => {
    expect(new Set([...hostileHosts, ...hostileUrls.map(([url]) => url)]).size).toBeGreaterThanOrEqual(80)
  })

  for (const host of hostileHosts) {
    it(`[S-25] ${host} is refused and nothing is connected`, async () => {
      for (const url of [`http://${host}/`, `https://${host}:443/x?y`]) {
        expect(await egress().request(get(url))).toMatchObject({ ok: false, reason: 'address_refused' })
      }
      expect(net.connect).not.toHaveBeenCalled()
    })
  }

  for (const [url, reason] of hostileUrls) {
    it(`[S-25] ${JSON.stringify(url.slice(0, 60))} is refused as ${reason}`, async () => {
      const outcome = await egress().request(get(url))
      expect(outcome).toMatchObject({ ok: false, reason })
      expect(JSON.stringify(outcome)).not.toContain('secret')
      expect(net.connect).not.toHaveBeenCalled()
    })
  }

  it('[S-25] one bad address among good ones refuses them all', async () => {
    for (const bad of ['10.0.0.1', '::1', '::ffff:10.0.0.1', '64:ff9b::10.0.0.1', 'fe80::1%eth0', 'nonsense']) {
      const mixed = egress('', async () => ['93.184.216.34', bad])
      expect(await mixed.request(get('http://mixed.example/'))).toMatchObject({ ok: false, reason: 'address_refused' })
    }
    expect(net.connect).not.toHaveBeenCalled()
  })

  it('[S-25] a private address is not told to the author', async () => {
    const outcome = await egress('', async () => ['10.20.30.40']).request(get('http://crm.example/'))
    expect(outcome).toEqual({ ok: false, reason: 'address_refused', detail: 'crm.example is not a public address' })
  })

  it('[S-25] a name that does not resolve is not found', async () => {
    const failing = egress('', async () => Promise.reject(new Error('ENOTFOUND')))
    expect(await failing.request(get('http://no.example/'))).toMatchObject({ ok: false, reason: 'name_not_found' })
    expect(await egress('', async () => []).request(get('http://no.example/'))).toMatchObject({
      reason: 'name_not_found',
    })
  })

  it('[S-25] an unlisted name is refused on other ports, whatever it resolves to', async () => {
    const outcome = await egress('', async () => ['93.184.216.34']).request(get('http://public.example:8080/'))
    expect(outcome).toMatchObject({
      ok: false,
      reason: 'port_refused',
      detail: expect.stringContaining('public.example'),
    })
  })
})

describe('the allow list', () => {
  it('[S-25] a listed host, address or block is reachable on every port, others are not', async () => {
    const { port, seen } = await listen((_request, response) => ok(response))
    for (const entry of ['CRM.example.', '127.0.0.1', '127.0.0.0/8', '::ffff:127.0.0.1']) {
      expect(await egress(entry).request(get(`http://crm.example:${port}/`))).toMatchObject({ ok: true, body: 'hello' })
    }
    expect(await egress('127.0.0.1').request(get(`http://0x7f.1:${port}/`))).toMatchObject({ ok: true })
    expect(await egress('127.0.0.1').request(get(`http://[::ffff:127.0.0.1]:${port}/`))).toMatchObject({ ok: true })
    expect(seen).toHaveLength(6)
    for (const entry of ['', 'other.example', 'example', '127.0.0.2', '10.0.0.0/8', '::/0']) {
      const outcome = await egress(entry).request(get(`http://crm.example:${port}/`))
      expect(outcome).toMatchObject({ ok: false, reason: 'address_refused' })
    }
    expect(seen).toHaveLength(6)
  })

  it('[S-25] a listed name does not open the address for other names', async () => {
    const { port, seen } = await listen((_request, response) => ok(response))
    const outcome = await egress('crm.example').request(get(`http://127.0.0.1:${port}/`))
    expect(outcome).toMatchObject({ ok: false, reason: 'address_refused' })
    expect(seen).toHaveLength(0)
  })
})

describe('the connection', () => {
  it('[S-25] a name that changes its answer reaches only the checked address', async () => {
    const checked = await listen((_request, response) => ok(response, 'checked'))
    const hidden = await listen((_request, response) => ok(response, 'hidden'), {
      host: '127.0.0.2',
      port: checked.port,
    })
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    const lookup = vi.fn<Lookup>(async () => answers.shift() ?? ['127.0.0.2'])
    const client = egress('127.0.0.1', lookup)
    const url = `http://rebind.example:${checked.port}/`
    expect(await client.request(get(url))).toMatchObject({ ok: true, body: 'checked' })
    expect(lookup).toHaveBeenCalledTimes(1)
    expect(await client.request(get(url))).toMatchObject({ ok: false, reason: 'address_refused' })
    expect(hidden.seen).toHaveLength(0)
  })

  it('[S-25] connecting to a name asks only for the addresses that were public when checked', async () => {
    const dialled: unknown[] = []
    vi.mocked(net.connect).mockImplementation(((options: net.TcpSocketConnectOpts) => {
      options.lookup?.('rebind.example', { all: true }, (_error, addresses) => dialled.push(addresses))
      options.lookup?.('rebind.example', {}, (_error, address) => dialled.push(address))
      return new net.Socket().destroy(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    }) as typeof net.connect)
    const answers = [['93.184.216.34']]
    const outcome = await egress('', async () => answers.shift() ?? ['127.0.0.1']).request(
      get('http://rebind.example/'),
    )
    expect(outcome).toMatchObject({ ok: false, reason: 'connect_failed' })
    expect(dialled).toEqual([[{ address: '93.184.216.34', family: 4 }], '93.184.216.34'])
  })

  it('[S-25] the next checked address is tried where one does not answer', async () => {
    const { port } = await listen((_request, response) => ok(response))
    const client = egress('127.0.0.0/8', async () => ['127.0.0.3', '127.0.0.1'])
    expect(await client.request(get(`http://two.example:${port}/`))).toMatchObject({ ok: true })
  })

  it('[S-25] the host keeps its name; connection headers of authors are not sent', async () => {
    const { port, seen } = await listen((_request, response) => ok(response))
    const headers = { Host: 'evil.example', 'Transfer-Encoding': 'chunked', 'Content-Length': '9', 'X-Key': 'k' }
    await egress('crm.example').request({
      method: 'POST',
      url: `http://crm.example:${port}/a?b=c#d`,
      headers,
      body: 'hi',
    })
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/a?b=c' })
    expect(seen[0]?.headers).toEqual({
      host: `crm.example:${port}`,
      connection: 'close',
      'user-agent': 'Baton',
      'accept-encoding': 'identity',
      'content-length': '2',
      'x-key': 'k',
    })
  })

  it('[S-25] a header with a line break is refused before anything is sent', async () => {
    const { port, seen } = await listen((_request, response) => ok(response))
    const headers = { 'x-name': 'Ann\r\nx-admin: 1' }
    const outcome = await egress('127.0.0.1').request(get(`http://127.0.0.1:${port}/`, { headers }))
    expect(outcome).toMatchObject({ ok: false, reason: 'invalid_request' })
    expect(seen).toHaveLength(0)
  })

  it('[S-25] no proxy is taken from the environment', async () => {
    const proxy = await listen((_request, response) => ok(response, 'proxy'))
    const { port } = await listen((_request, response) => ok(response))
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`)
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    expect(await egress('127.0.0.1').request(get(`http://127.0.0.1:${port}/`))).toMatchObject({ body: 'hello' })
    expect(proxy.seen).toHaveLength(0)
  })

  it('[S-25] TLS asks for the original name, and a failure of it is told apart', async () => {
    const greetings: string[] = []
    const server = net.createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', (bytes) => {
        greetings.push(bytes.toString('latin1'))
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      })
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    open.push({ close: () => new Promise((done) => server.close(done)) })
    const { port } = server.address() as AddressInfo
    const outcome = await egress('127.0.0.1').request(get(`https://secure.example.:${port}/`))
    expect(outcome).toMatchObject({ ok: false, reason: 'tls_failed' })
    expect(greetings.join('')).toContain('secure.example')
    expect(greetings.join('')).not.toContain('secure.example.')
  })

  it('[S-25] a closed port, a broken answer and an answer that is not HTTP are told apart', async () => {
    const { port } = await listen((request, response) => {
      if (request.url === '/half')
        response.writeHead(200, { 'content-length': '10' }).write('12', () => request.destroy())
      else request.socket.end('SSH-2.0-x\r\n\r\n')
    })
    const client = egress('127.0.0.1')
    const free = await listen(() => {})
    await open.pop()?.close()
    expect(await client.request(get(`http://127.0.0.1:${free.port}/`))).toMatchObject({ reason: 'connect_failed' })
    expect(await client.request(get(`http://127.0.0.1:${port}/half`))).toMatchObject({ reason: 'connect_failed' })
    const notHttp = await client.request(get(`http://127.0.0.1:${port}/ssh`))
    expect(notHttp).toMatchObject({ reason: 'invalid_answer' })
    expect(JSON.stringify(notHttp)).not.toContain('SSH')
  })
})

describe('malformed answers', () => {
  const start = 'HTTP/1.1 200 OK\r\n'
  const answers = [
    ['nothing', '', 'connect_failed'],
    ['an upgrade', 'HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', 'connect_failed'],
    ['a short body', `${start}Content-Length: 9\r\n\r\n123`, 'connect_failed'],
    ['two lengths', `${start}Content-Length: 1\r\nContent-Length: 2\r\n\r\n12`, 'connect_failed'],
    ['a cut chunk', `${start}Transfer-Encoding: chunked\r\n\r\n5\r\nab`, 'connect_failed'],
    ['a bad chunk', `${start}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`, 'invalid_answer'],
    ['huge headers', `${start}X: ${'a'.repeat(40_000)}\r\n\r\n`, 'invalid_answer'],
    ['two locations', 'HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\n\r\n', 'redirect_refused'],
    ['a bad location', 'HTTP/1.1 302 Found\r\nLocation: http://[bad\r\n\r\n', 'invalid_url'],
  ] as const

  for (const [name, bytes, reason] of answers) {
    it(`[S-25] ${name}: ${reason}, nothing is thrown`, async () => {
      const { port } = await listen((request) => request.socket.end(bytes))
      const outcome = await egress('127.0.0.1').request(get(`http://127.0.0.1:${port}/`))
      expect(outcome).toMatchObject({ ok: false, reason })
    })
  }
})

describe('redirects', () => {
  async function hops(port = 0) {
    const server = await listen((request, response) => {
      const url = new URL(request.url ?? '/', 'http://x')
      const to = url.searchParams.get('to')
      if (to === null) ok(response, `${request.method} ${url.pathname}`)
      else response.writeHead(Number(url.pathname.slice(1)), { location: to }).end('moved')
    })
    const at = (status: number, to: string) =>
      `http://one.example:${server.port || port}/${status}?to=${encodeURIComponent(to)}`
    return { ...server, at }
  }

  it('[S-25] a redirect to an internal address or port is refused', async () => {
    const hidden = await listen((_request, response) => ok(response, 'hidden'), { host: '127.0.0.2' })
    const { at, seen } = await hops()
    const lookup: Lookup = async (host) => [host === 'public.example' ? '93.184.216.34' : '127.0.0.1']
    const client = egress('one.example', lookup)
    const cases = [
      [`http://127.0.0.2:${hidden.port}/`, 'address_refused'],
      [`http://2130706434:${hidden.port}/`, 'address_refused'],
      ['http://inside.example/', 'address_refused'],
      ['http://[::ffff:169.254.169.254]/latest/meta-data', 'address_refused'],
      ['//public.example:22/', 'port_refused'],
      ['gopher://127.0.0.1/', 'scheme_refused'],
      ['http://a:b@one.example/', 'invalid_url'],
    ] as const
    for (const [to, reason] of cases) {
      expect(await client.request(get(at(302, to)))).toMatchObject({ ok: false, reason })
    }
    expect(seen).toHaveLength(cases.length)
    expect(hidden.seen).toHaveLength(0)
    expect(net.connect).toHaveBeenCalledTimes(cases.length)
  })

  it('[S-25] a name is checked anew at each redirect', async () => {
    const { at } = await hops()
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    const client = egress('127.0.0.1', async () => answers.shift() ?? [])
    expect(await client.request(get(at(302, '/end')))).toMatchObject({ ok: false, reason: 'address_refused' })
  })

  it('[S-25] three redirects are followed, a loop is not, and none where the caller says so', async () => {
    const { at, seen } = await hops()
    const client = egress('one.example')
    const three = at(301, at(302, at(308, '/end')))
    expect(await client.request(get(three))).toMatchObject({ ok: true, body: 'GET /end' })
    expect(seen).toHaveLength(4)
    expect(await client.request(get(at(307, three)))).toMatchObject({ ok: false, reason: 'redirect_refused' })
    expect(seen).toHaveLength(8)
    expect(await client.request(get(three, { maxRedirects: 99 }))).toMatchObject({ ok: true })
    expect(await client.request(get(three, { maxRedirects: 0 }))).toMatchObject({ reason: 'redirect_refused' })
    const loop = await listen((_request, response) => response.writeHead(302, { location: '/again' }).end())
    const looped = await client.request(get(`http://one.example:${loop.port}/`))
    expect(looped).toMatchObject({ ok: false, reason: 'redirect_refused' })
    expect(loop.seen).toHaveLength(4)
  })

  it('[S-25] credentials and body stay with the first origin', async () => {
    const bodies: string[] = []
    const other = await listen(async (request, response) => {
      bodies.push(await text(request))
      ok(response)
    })
    const { at } = await hops()
    const headers = { Authorization: 'Bearer x', Cookie: 'a=b', 'X-Api-Key': 'k', Accept: 'text/plain' }
    for (const status of [301, 302, 303, 307, 308]) {
      const url = at(status, `http://two.example:${other.port}/`)
      await egress('127.0.0.1').request({ method: 'POST', url, headers, body: 'private words' })
    }
    expect(bodies).toEqual(['', '', '', '', ''])
    for (const request of other.seen) {
      expect(Object.keys(request.headers)).not.toEqual(expect.arrayContaining(['authorization']))
      expect(request.headers).not.toHaveProperty('cookie')
      expect(request.headers).not.toHaveProperty('x-api-key')
      expect(request.headers.accept).toBe('text/plain')
    }
  })

  it('[S-25] 303 becomes a GET, 307 on the same origin keeps method and body', async () => {
    const { at } = await hops()
    const post = (url: string) => egress('127.0.0.1').request({ method: 'POST', url, body: 'x' })
    expect(await post(at(303, '/end'))).toMatchObject({ ok: true, body: 'GET /end' })
    expect(await post(at(307, '/end'))).toMatchObject({ ok: true, body: 'POST /end' })
  })

  it('[S-25] an answer without a location is an answer', async () => {
    const { port } = await listen((_request, response) => response.writeHead(302).end('stay'))
    expect(await egress('127.0.0.1').request(get(`http://127.0.0.1:${port}/`))).toMatchObject({
      status: 302,
      body: 'stay',
    })
  })
})

describe('the answer', () => {
  it('[S-25] a complete answer is given whole, whatever its status', async () => {
    const { port } = await listen((_request, response) => {
      response.writeHead(500, { 'Content-Type': 'Text/Plain; charset=ISO-8859-1', 'Set-Cookie': ['a=1', 'b=2'] })
      response.end(Buffer.from('Grüße', 'latin1'))
    })
    const outcome = await egress('127.0.0.1').request(get(`http://127.0.0.1:${port}/`))
    expect(outcome).toMatchObject({ ok: true, status: 500, body: 'Grüße', contentType: 'text/plain', truncated: false })
    expect(outcome.ok && outcome.headers['set-cookie']).toBe('a=1, b=2')
  })

  it('[S-25] a body over the limit is refused, at the limit it is given', async () => {
    const { port } = await listen((request, response) => {
      const size = Number(request.url?.slice(1))
      if (request.headers['x-chunked'] === undefined) return ok(response, 'a'.repeat(size))
      for (let sent = 0; sent < size; sent += 10) response.write('a'.repeat(Math.min(10, size - sent)))
      response.end()
    })
    const client = egress('127.0.0.1')
    for (const headers of [{}, { 'x-chunked': '1' }]) {
      const ask = (size: number, maxBytes: number) =>
        client.request(get(`http://127.0.0.1:${port}/${size}`, { headers, maxBytes }))
      expect(await ask(20_000, 20_000)).toMatchObject({ ok: true, body: 'a'.repeat(20_000) })
      expect(await ask(20_001, 20_000)).toMatchObject({ ok: false, reason: 'too_large' })
      expect(await ask(100_000, 100)).toMatchObject({ ok: false, reason: 'too_large' })
    }
    expect(await client.request(get(`http://127.0.0.1:${port}/${1024 * 1024 + 1}`))).toMatchObject({
      reason: 'too_large',
    })
  })

  it('[S-25] a body without end is cut off', async () => {
    const { port } = await listen((request, response) => {
      const more = () => {
        while (!request.destroyed && response.write('a'.repeat(1000)));
      }
      response.on('drain', more)
      more()
    })
    expect(await egress('127.0.0.1').request(get(`http://127.0.0.1:${port}/`))).toMatchObject({ reason: 'too_large' })
  })

  it('[S-25] a compressed answer is read within the limit, a compression bomb is refused', async () => {
    const kinds = { gzip: gzipSync, 'x-gzip': gzipSync, deflate: deflateSync, br: brotliCompressSync }
    const { port } = await listen((request, response) => {
      const [, kind = '', size = ''] = request.url?.split('/') ?? []
      ok(response, kinds[kind as keyof typeof kinds](Buffer.alloc(Number(size), 'a')), { 'content-encoding': kind })
    })
    const client = egress('127.0.0.1')
    for (const kind of Object.keys(kinds)) {
      expect(await client.request(get(`http://127.0.0.1:${port}/${kind}/1000`))).toMatchObject({
        body: 'a'.repeat(1000),
      })
      const bomb = await client.request(get(`http://127.0.0.1:${port}/${kind}/${2 * 1024 * 1024}`))
      expect(bomb).toMatchObject({ ok: false, reason: 'too_large' })
    }
  })

  it('[S-25] stacked, unknown and broken compression is refused', async () => {
    const { port } = await listen((request, response) =>
      ok(response, 'not compressed', { 'content-encoding': decodeURIComponent(request.url?.slice(1) ?? '') }),
    )
    for (const encoding of ['gzip, gzip', 'zstd', 'compress', 'gzip', 'br', 'constructor']) {
      const outcome = await egress('127.0.0.1').request(get(`http://127.0.0.1:${port}/${encodeURIComponent(encoding)}`))
      expect(outcome).toMatchObject({ ok: false, reason: 'invalid_answer' })
    }
  })

  it('[S-25] HEAD and empty answers need no body', async () => {
    const { port } = await listen((_request, response) => response.writeHead(204, { 'content-encoding': 'gzip' }).end())
    for (const method of ['HEAD', 'GET', 'DELETE'] as const) {
      const outcome = await egress('127.0.0.1').request({ method, url: `http://127.0.0.1:${port}/` })
      expect(outcome).toMatchObject({ ok: true, status: 204, body: '', contentType: null })
    }
  })
})

describe('time', () => {
  it('[S-25] a slow name server, header or body ends at the deadline of the whole call', async () => {
    const late = manualDeadline()
    const hanging = egress(
      '',
      () => {
        late.pass()
        return new Promise(() => {})
      },
      late,
    )
    expect(await hanging.request(get('http://slow.example/'))).toMatchObject({ ok: false, reason: 'timeout' })

    const headers = manualDeadline()
    const silent = await listen(() => headers.pass())
    const outcome = await egress('127.0.0.1', loopback, headers).request(get(`http://127.0.0.1:${silent.port}/`))
    expect(outcome).toEqual({
      ok: false,
      reason: 'timeout',
      detail: `127.0.0.1:${silent.port} gave no complete answer in 10000 ms`,
    })

    const body = manualDeadline()
    const dripping = await listen((_request, response) => response.write('a', () => setImmediate(body.pass)))
    const dripped = await egress('127.0.0.1', loopback, body).request(get(`http://127.0.0.1:${dripping.port}/`))
    expect(dripped).toMatchObject({ ok: false, reason: 'timeout' })
  })

  it('[S-25] a connection that is not accepted ends at the deadline, and its socket is closed', async () => {
    const late = manualDeadline()
    const sockets: net.Socket[] = []
    vi.mocked(net.connect).mockImplementation(((options: net.TcpSocketConnectOpts) => {
      sockets.push(new net.Socket(options as net.SocketConstructorOpts))
      setImmediate(late.pass)
      return sockets[0]
    }) as typeof net.connect)
    const outcome = await egress('', async () => ['93.184.216.34'], late).request(get('http://hole.example/'))
    expect(outcome).toMatchObject({ ok: false, reason: 'timeout' })
    expect(sockets.map((socket) => socket.destroyed)).toEqual([true])
  })

  it('[S-25] one deadline covers all redirects', async () => {
    const late = manualDeadline()
    const { port, seen } = await listen((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/slow' }).end()
      else late.pass()
    })
    const outcome = await egress('127.0.0.1', loopback, late).request(get(`http://127.0.0.1:${port}/`))
    expect(outcome).toMatchObject({ ok: false, reason: 'timeout' })
    expect(seen).toHaveLength(2)
    expect(late.asked).toEqual([10_000])
  })

  it('[S-25] the time asked for is kept between one millisecond and one minute', async () => {
    const late = manualDeadline()
    const client = egress('', loopback, late)
    for (const timeoutMs of [500.7, 0, -5, 600_000, Number.NaN, Number.POSITIVE_INFINITY]) {
      await client.request(get('http://127.0.0.1/', { timeoutMs }))
    }
    expect(late.asked).toEqual([500, 1, 1, 60_000, 10_000, 10_000])
  })

  it('[S-25] the caller may give up before and during the call', async () => {
    const before = await egress('127.0.0.1').request(get('http://127.0.0.1:1/', { signal: AbortSignal.abort() }))
    expect(before).toMatchObject({ ok: false, reason: 'aborted' })
    const controller = new AbortController()
    const { port } = await listen(() => controller.abort())
    const url = `http://127.0.0.1:${port}/`
    expect(await egress('127.0.0.1').request(get(url, { signal: controller.signal }))).toMatchObject({
      reason: 'aborted',
    })
  })

  it('[S-25] closing ends calls under way and refuses later ones', async () => {
    const reached = Promise.withResolvers<void>()
    const { port } = await listen(() => reached.resolve())
    const client = createEgress({ allow: parseAllowList('127.0.0.1'), lookup: loopback })
    const underWay = client.request(get(`http://127.0.0.1:${port}/`))
    await reached.promise
    await client.close()
    expect(await underWay).toMatchObject({ ok: false, reason: 'aborted' })
    expect(await client.request(get(`http://127.0.0.1:${port}/`))).toMatchObject({ ok: false, reason: 'aborted' })
    await client[Symbol.asyncDispose]()
  })

  it('[S-25] without a list nothing private is reachable', async () => {
    await using client = createEgress({ allow: emptyAllowList })
    expect(await client.request(get('http://127.0.0.1/'))).toMatchObject({ ok: false, reason: 'address_refused' })
  })
})
