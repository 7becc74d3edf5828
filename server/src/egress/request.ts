import { type EgressFailure, fail } from './outcome.ts'
import { parseUrl } from './target.ts'

export type EgressMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** What is sent to one URL; a redirect makes the next one. */
export type Hop = {
  url: URL
  method: EgressMethod
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array | null
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const maxHeaderBytes = 16 * 1024

/** They steer the connection or say where the message ends: ours to write, never an author's. */
const connectionHeaders: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** All that another host may see of an author's headers: any other one could be a credential, whatever its name. */
const harmlessHeaders: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent'])

/**
 * Makes the first hop from what an author wrote. Headers that steer the connection, and every `proxy-*`, are dropped.
 * Refuses with `invalid_request` (method, header name or value, over 16 KiB of headers), `too_large` (body) and the
 * refusals of `parseUrl`.
 */
export function firstHop(
  request: {
    method: EgressMethod
    url: string
    headers?: Readonly<Record<string, string>>
    body?: string | Uint8Array
  },
  maxBodyBytes: number,
): { ok: true; hop: Hop } | EgressFailure {
  const parsed = parseUrl(request.url)
  if (!parsed.ok) return parsed
  if (!methods.has(request.method)) return fail('invalid_request', 'This method cannot be sent')
  const kept = keepHeaders(request.headers ?? {})
  if (!kept.ok) return kept
  const body = request.body ?? null
  const { host } = parsed.url
  if (body !== null && Buffer.byteLength(body) > maxBodyBytes) {
    return fail('too_large', `The body for ${host} is over ${maxBodyBytes} bytes`)
  }
  return { ok: true, hop: { url: parsed.url, method: request.method, headers: kept.headers, body } }
}

/**
 * Makes the hop a redirect asks for. To another origin go no body and none of the author's headers except `accept`,
 * `accept-language` and `user-agent`; what was dropped stays dropped. 303, and 301 or 302 after a POST, become a GET
 * without body. From https to http: `redirect_refused`. The address is not checked here, but before connecting.
 */
export function redirectedHop(hop: Hop, status: number, location: string): { ok: true; hop: Hop } | EgressFailure {
  const parsed = parseUrl(location, hop.url)
  if (!parsed.ok) return parsed
  const { url } = parsed
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    return fail('redirect_refused', `${hop.url.host} redirects from https to http`)
  }
  const leaves = url.origin !== hop.url.origin
  const toGet = status === 303 ? hop.method !== 'HEAD' : status < 303 && hop.method === 'POST'
  const keeps = (name: string) => {
    if (leaves) return harmlessHeaders.has(name)
    return !toGet || !name.startsWith('content-')
  }
  const headers = Object.fromEntries(Object.entries(hop.headers).filter(([name]) => keeps(name)))
  return {
    ok: true,
    hop: { url, method: toGet ? 'GET' : hop.method, headers, body: leaves || toGet ? null : hop.body },
  }
}

function keepHeaders(
  written: Readonly<Record<string, string>>,
): { ok: true; headers: Record<string, string> } | EgressFailure {
  const kept = new Map<string, string>()
  let size = 0
  for (const [writtenName, writtenValue] of Object.entries(written)) {
    const name = writtenName.toLowerCase()
    const value = writtenValue.replace(/^[ \t]+|[ \t]+$/g, '')
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return fail('invalid_request', 'A header name cannot be sent')
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      return fail('invalid_request', `The value of header ${name} cannot be sent`)
    }
    size += name.length + value.length
    if (size > maxHeaderBytes) return fail('invalid_request', `The headers are over ${maxHeaderBytes} bytes`)
    if (connectionHeaders.has(name) || name.startsWith('proxy-')) continue
    kept.set(name, value)
  }
  return { ok: true, headers: Object.fromEntries(kept) }
}
