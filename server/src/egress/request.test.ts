import { describe, expect, it } from 'vitest'
import { firstHop, type Hop, redirectedHop } from './request.ts'

const limit = 1000

function hop(changes: Partial<Hop> = {}): Hop {
  return {
    url: new URL('https://one.example/form'),
    method: 'POST',
    headers: {
      authorization: 'Bearer x',
      cookie: 'a=b',
      'x-api-key': 'k',
      accept: '*/*',
      'content-type': 'text/plain',
    },
    body: 'hello',
    ...changes,
  }
}

describe('firstHop', () => {
  it('[S-25] headers that steer the connection are dropped, others kept', () => {
    const dropped = ['Host', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Keep-Alive', 'TE', 'Trailer']
    dropped.push('Upgrade', 'Expect', 'Accept-Encoding', 'Proxy-Authorization', 'Proxy-Connection', 'HTTP2-Settings')
    const headers = Object.fromEntries([...dropped.map((name) => [name, 'x']), ['X-Key', ' v '], ['x-key', 'w']])
    const made = firstHop({ method: 'GET', url: 'https://one.example', headers }, limit)
    expect(made).toMatchObject({ ok: true, hop: { headers: { 'x-key': 'w' } } })
    expect(made.ok && Object.keys(made.hop.headers)).toEqual(['x-key'])
  })

  it('[S-25] line breaks and other characters that cannot be sent are refused', () => {
    const hostile: Record<string, string>[] = [
      { 'x-a': 'v\r\nHost: evil' },
      { 'x-a': 'v\nx' },
      { 'x-a': 'v\rx' },
      { 'x-a': '\r\n' },
      { 'x-a': 'v\0' },
      { 'x-a': 'v\u2028' },
      { 'x-a': '嘊嘍' },
      { 'x-a\r\nx-b': 'v' },
      { 'x a': 'v' },
      { 'x:a': 'v' },
      { '': 'v' },
      { 'x-a': 'v'.repeat(17 * 1024) },
    ]
    for (const headers of hostile) {
      const made = firstHop({ method: 'GET', url: 'https://one.example', headers }, limit)
      expect(made).toMatchObject({ ok: false, reason: 'invalid_request' })
    }
  })

  it('[S-25] only the known methods are sent', () => {
    for (const method of ['CONNECT', 'TRACE', 'get', 'GET /x HTTP/1.1\r\nx:', '']) {
      const made = firstHop({ method: method as 'GET', url: 'https://one.example' }, limit)
      expect(made).toMatchObject({ ok: false, reason: 'invalid_request' })
    }
  })

  it('[S-25] a body over the limit is refused, counted in bytes', () => {
    const post = (body: string | Uint8Array) => firstHop({ method: 'POST', url: 'https://one.example', body }, limit)
    expect(post('a'.repeat(limit))).toMatchObject({ ok: true })
    expect(post('é'.repeat(limit / 2 + 1))).toMatchObject({ ok: false, reason: 'too_large' })
    expect(post(new Uint8Array(limit + 1))).toMatchObject({ ok: false, reason: 'too_large' })
  })
})

describe('redirectedHop', () => {
  it('[S-25] another origin gets no body and no header that could be a credential', () => {
    for (const location of ['https://two.example/', '//one.example:444/', 'https://sub.one.example/']) {
      const next = redirectedHop(hop(), 307, location)
      expect(next).toMatchObject({ ok: true, hop: { method: 'POST', body: null } })
      expect(next.ok && next.hop.headers).toEqual({ accept: '*/*' })
    }
  })

  it('[S-25] the same origin keeps headers and body', () => {
    const next = redirectedHop(hop(), 308, '/other')
    expect(next).toEqual({ ok: true, hop: hop({ url: new URL('https://one.example/other') }) })
    expect(redirectedHop(hop(), 307, 'https://ONE.example.:443/other')).toEqual(next)
  })

  it('[S-25] 303, and 301 or 302 after a POST, become a GET without body', () => {
    for (const status of [301, 302, 303]) {
      const next = redirectedHop(hop(), status, '/done')
      expect(next).toMatchObject({ ok: true, hop: { method: 'GET', body: null } })
      expect(next.ok && Object.keys(next.hop.headers)).not.toContain('content-type')
    }
    expect(redirectedHop(hop({ method: 'PUT' }), 303, '/')).toMatchObject({ hop: { method: 'GET', body: null } })
    expect(redirectedHop(hop({ method: 'PUT' }), 302, '/')).toMatchObject({ hop: { method: 'PUT', body: 'hello' } })
    expect(redirectedHop(hop({ method: 'HEAD', body: null }), 303, '/')).toMatchObject({ hop: { method: 'HEAD' } })
  })

  it('[S-25] https never becomes http, nor anything else', () => {
    expect(redirectedHop(hop(), 302, 'http://one.example/')).toMatchObject({ ok: false, reason: 'redirect_refused' })
    expect(redirectedHop(hop(), 302, 'file:///etc/passwd')).toMatchObject({ ok: false, reason: 'scheme_refused' })
    expect(redirectedHop(hop(), 302, 'https://a:b@two.example/')).toMatchObject({ ok: false, reason: 'invalid_url' })
    expect(redirectedHop(hop(), 302, 'https://')).toMatchObject({ ok: false, reason: 'invalid_url' })
  })
})
