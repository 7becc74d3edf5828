// The only way out: everything that flows, webhooks and AI tools may reach goes through `createEgress`.
import { lookup as dnsLookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { Client, type Dispatcher, errors } from 'undici'
import { failed, traced, traceHere } from '../tracing.ts'
import type { AllowList } from './allow-list.ts'
import { errorCode, readAnswer } from './answer.ts'
import { type EgressAnswer, type EgressFailure, type EgressOutcome, fail } from './outcome.ts'
import { type EgressMethod, firstHop, type Hop, redirectedHop } from './request.ts'
import { type Lookup, resolveTarget, type Target } from './target.ts'

export type { EgressAnswer, EgressFailure, EgressOutcome, EgressReason } from './outcome.ts'
export type { EgressMethod } from './request.ts'
export type { Lookup } from './target.ts'

export type EgressRequest = {
  method: EgressMethod
  /** Absolute, http or https, without credentials. */
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  /** For the whole call, redirects included. Default 10 s, at most 60 s. */
  timeoutMs?: number
  /** Of the answer's body, decompressed. Default 1 MiB, at most 32 MiB. */
  maxBytes?: number
  /** Default and at most 3; 0 makes every redirect a `redirect_refused`. */
  maxRedirects?: number
  signal?: AbortSignal
}

export type EgressLimits = {
  timeoutMs: number
  longestTimeoutMs: number
  maxBytes: number
  largestMaxBytes: number
  maxRequestBytes: number
  maxRedirects: number
}

/** [S-25] 10 s (60 s at most), 1 MiB answers (32 MiB at most), 1 MiB requests, 3 redirects. */
export const defaultLimits: EgressLimits = {
  timeoutMs: 10_000,
  longestTimeoutMs: 60_000,
  maxBytes: 1024 * 1024,
  largestMaxBytes: 32 * 1024 * 1024,
  maxRequestBytes: 1024 * 1024,
  maxRedirects: 3,
}

export type Egress = {
  /**
   * [S-25] Sends one request. Never rejects for what a person, a name server or a remote host can cause: see
   * `EgressReason`. A complete answer is `ok` whatever its status. Nothing is retried.
   */
  request(request: EgressRequest): Promise<EgressOutcome>
  /** Ends calls under way as `aborted`, waits for them, and refuses later ones. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * [S-25] Makes the guarded client. Each hop resolves its host once, checks every address against `allow` and the public
 * ranges, and connects to a checked address only, so a name that changes its answer reaches nothing else. Certificates
 * are always verified against the original name; no proxy is taken from the environment; no connection is shared.
 * `deadline` makes the signal that ends a call after so many milliseconds; tests put their own in its place.
 */
export function createEgress({
  allow,
  lookup = lookupAll,
  limits = {},
  deadline = (ms) => AbortSignal.timeout(ms),
}: {
  allow: AllowList
  lookup?: Lookup
  limits?: Partial<EgressLimits>
  deadline?: (timeoutMs: number) => AbortSignal
}): Egress {
  const bounds = { ...defaultLimits, ...limits }
  const closing = new AbortController()
  const underWay = new Set<Promise<EgressOutcome>>()

  async function send(request: EgressRequest): Promise<EgressOutcome> {
    const first = firstHop(request, bounds.maxRequestBytes)
    if (!first.ok) return first
    const timeoutMs = within(request.timeoutMs, bounds.timeoutMs, 1, bounds.longestTimeoutMs)
    const maxBytes = within(request.maxBytes, bounds.maxBytes, 1, bounds.largestMaxBytes)
    const maxRedirects = within(request.maxRedirects, bounds.maxRedirects, 0, bounds.maxRedirects)
    const givenUp = AbortSignal.any([closing.signal, ...(request.signal === undefined ? [] : [request.signal])])
    const late = deadline(timeoutMs)
    const signal = AbortSignal.any([givenUp, late])
    // The trace goes on at the other system, and at no third one that it redirects to.
    let hop: Hop = { ...first.hop, headers: { ...first.hop.headers, ...traceHere() } }
    try {
      for (let redirects = 0; ; redirects += 1) {
        const target = await resolveTarget(hop.url, allow, lookup, signal)
        if (!target.ok) return target
        const step = await exchange(hop, target, maxBytes, signal)
        if (!('location' in step)) return step
        if (redirects === maxRedirects) {
          return fail('redirect_refused', `${hop.url.host} redirects, after ${redirects} redirects already`)
        }
        const next = redirectedHop(hop, step.status, step.location)
        if (!next.ok) return next
        hop = next.hop
      }
    } catch (error) {
      if (givenUp.aborted) return fail('aborted', `The call to ${hop.url.host} was given up`)
      if (late.aborted) return fail('timeout', `${hop.url.host} gave no complete answer in ${timeoutMs} ms`)
      throw error
    }
  }

  async function tracedSend(request: EgressRequest): Promise<EgressOutcome> {
    const { method, url } = request
    const attributes = { 'http.request.method': method, 'server.address': URL.parse(url)?.hostname ?? '' }
    return traced(`HTTP ${method}`, { kind: 'client', attributes }, async (span) => {
      const outcome = await send(request)
      if (outcome.ok) span.setAttribute('http.response.status_code', outcome.status)
      else failed(span, outcome.reason)
      return outcome
    })
  }

  async function close(): Promise<void> {
    closing.abort()
    await Promise.allSettled(underWay)
  }

  return {
    async request(request) {
      const call = tracedSend(request)
      underWay.add(call)
      try {
        return await call
      } finally {
        underWay.delete(call)
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

type Redirect = { status: number; location: string }

/** One request to one checked target, on a connection of its own that is gone afterwards. */
async function exchange(
  hop: Hop,
  target: Target,
  maxBytes: number,
  signal: AbortSignal,
): Promise<EgressAnswer | EgressFailure | Redirect> {
  const client = connectOnlyTo(hop.url, target, signal)
  try {
    const response = await client.request({
      method: hop.method,
      path: `${hop.url.pathname}${hop.url.search}`,
      headers: { 'user-agent': 'Baton', ...hop.headers, 'accept-encoding': 'identity' },
      body: hop.body,
      signal,
      reset: true,
    })
    // Destroying an unread body reports an error nobody waits for.
    response.body.on('error', () => {})
    const redirect = redirectOf(response, hop.url.host)
    return redirect ?? (await readAnswer(response, maxBytes, hop.url.host))
  } catch (error) {
    if (signal.aborted) throw error
    return explain(error, hop.url.host)
  } finally {
    await client.destroy()
  }
}

/** The name stays in the Host header and in TLS; the look-up that connecting makes is answered from the target. */
function connectOnlyTo(url: URL, target: Target, signal: AbortSignal): Client {
  const pinned: LookupFunction = (_host, options, done) => {
    const [first] = target.addresses
    if (options.all === true) done(null, [...target.addresses])
    else if (first !== undefined) done(null, first.address, first.family)
  }
  return new Client(url.origin, {
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      lookup: pinned,
      // Undici stops waiting on abort, but only this closes a socket that is still connecting.
      signal,
      timeout: 0,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 1000,
      // Said outright, so that no environment variable turns it off.
      rejectUnauthorized: true,
    },
  })
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData, host: string): Redirect | EgressFailure | null {
  const { location } = headers
  if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return null
  if (Array.isArray(location)) return fail('redirect_refused', `${host} redirects to several addresses at once`)
  return { status: statusCode, location }
}

/** Errors of the network, TLS and the protocol carry a code; one without is a bug of ours and stays thrown. */
function explain(error: unknown, host: string): EgressFailure {
  const code = errorCode(error)
  // Undici gives this error a code only where its parser has one.
  if (error instanceof errors.HTTPParserError || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return fail('invalid_answer', `${host} did not answer in HTTP`)
  }
  if (code === '') throw error
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO|INVALID_CA)/.test(code)) {
    return fail('tls_failed', `No trusted connection to ${host} (${code})`)
  }
  if (code === 'UND_ERR_INVALID_ARG') return fail('invalid_request', `The request to ${host} cannot be sent`)
  return fail('connect_failed', `No connection to ${host}, or it broke (${code})`)
}

function within(wanted: number | undefined, otherwise: number, least: number, most: number): number {
  const value = wanted === undefined || !Number.isFinite(wanted) ? otherwise : Math.trunc(wanted)
  return Math.min(Math.max(value, least), most)
}

async function lookupAll(host: string): Promise<readonly string[]> {
  const found = await dnsLookup(host, { all: true })
  return found.map(({ address }) => address)
}
