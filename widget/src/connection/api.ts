// The widget's calls. A session is made when first needed and made again when its token is refused.
import type { Absence } from '@baton/core/protocol'
import { isFields } from './fields.ts'
import {
  type Answer,
  type Loaded,
  type Page,
  parseAnswer,
  parseJson,
  parseLoaded,
  parsePage,
  parseSession,
  type Session,
} from './parse.ts'
import { parseAbsence } from './parse-look.ts'
import { noteDate } from './server-time.ts'

export type Trouble =
  /** Nobody answered, or the server could not: try again. */
  | { kind: 'unreachable'; retryAfterMs: number | null }
  /** The server said no. */
  | { kind: 'refused'; status: number }

export type Reply<Value> = { ok: true; value: Value } | { ok: false; trouble: Trouble }

export type Visit = { bot: string; site: string; locale: string }

export type TranscriptFormat = 'text' | 'html'

/** Keeps the contact's token between visits. */
export type ContactToken = { read(): string | null; write(token: string): void }

export type Message = {
  text?: string
  payload?: string
  clientMessageId?: string
  variables?: Record<string, string | number | boolean>
}

/** For people, while none is there. */
export type LeftMessage = {
  text: string
  clientMessageId: string
  variables: Record<string, string | number | boolean>
}

export type Api = ReturnType<typeof createApi>

const base = '/api/v1/widget'
const patienceMs = 30_000

export function createApi(visit: Visit, contactToken: ContactToken, onIdentityRefused: () => void = () => {}) {
  let session: Promise<Reply<Session>> | null = null
  let identity: string | null = null

  async function openSession(): Promise<Reply<Session>> {
    const kept = contactToken.read()
    const { bot, site, locale } = visit
    const afresh = { bot, ...(site && { site }), ...(locale && { locale }) }
    const vouched = { ...afresh, ...(identity !== null && { identity }) }
    const reply = await request('POST', '/sessions', { body: kept ? { ...vouched, contactToken: kept } : vouched })
    if (identity !== null) {
      if (isRefusedWith(reply, 401)) onIdentityRefused()
      return keep(reply)
    }
    // A token that is no longer good must not lock its browser out.
    const isTokenRefused =
      kept && !reply.ok && reply.trouble.kind === 'refused' && [401, 422].includes(reply.trouble.status)
    return keep(isTokenRefused ? await request('POST', '/sessions', { body: afresh }) : reply)
  }

  function keep(reply: Reply<unknown>): Reply<Session> {
    const opened = readAs(reply, parseSession)
    if (opened.ok && opened.value.contactToken !== null) contactToken.write(opened.value.contactToken)
    return opened
  }

  /** One session for all calls that need it at once; a failed one is not kept. */
  async function currentSession(): Promise<Reply<Session>> {
    const mine = session ?? openSession()
    session = mine
    const reply = await mine
    if (!reply.ok && session === mine) session = null
    return reply
  }

  async function call(method: 'GET' | 'POST', path: string, options: Options = {}): Promise<Reply<unknown>> {
    const reply = await currentSession()
    if (!reply.ok) return reply
    const first = await request(method, path, { ...options, token: reply.value.token })
    if (first.ok || first.trouble.kind !== 'refused' || first.trouble.status !== 401) return first
    session = null
    const again = await currentSession()
    return again.ok ? request(method, path, { ...options, token: again.value.token }) : again
  }

  return {
    currentSession,
    /** [V-13] From here on calls are those of the contact whom the site vouches for. */
    identify(token: string): void {
      identity = token
      session = null
    },
    async end(): Promise<Reply<Answer>> {
      return readAs(await call('POST', '/end', { body: {} }), parseAnswer)
    },
    /** What ends by itself is put off; said twice is once. */
    async stillHere(): Promise<Reply<Answer>> {
      return readAs(await call('POST', '/still-here', { body: {} }), parseAnswer)
    },
    async rate(rating: { score: number; comment?: string }): Promise<Reply<Answer>> {
      return readAs(await call('POST', '/rating', { body: rating }), parseAnswer)
    },
    async transcript(format: TranscriptFormat): Promise<Reply<string>> {
      const zone = encodeURIComponent(ownZone())
      return readAs(await call('GET', `/transcript?format=${format}&zone=${zone}`, { isText: true }), (value) =>
        typeof value === 'string' ? value : null,
      )
    },
    async mailTranscript(email: string): Promise<Reply<object>> {
      return readAs(await call('POST', '/transcript', { body: { email, zone: ownZone() } }), () => ({}))
    },
    /** `loaded` is null where there is no conversation yet. */
    async conversation(): Promise<Reply<{ loaded: Loaded | null }>> {
      return readAs(await call('GET', '/conversation'), (value) => ({ loaded: parseLoaded(value) }))
    },
    async send(message: Message): Promise<Reply<Answer>> {
      return readAs(await call('POST', '/messages', { body: message }), parseAnswer)
    },
    async leave(message: LeftMessage): Promise<Reply<Answer>> {
      return readAs(await call('POST', '/left-messages', { body: message }), parseAnswer)
    },
    async absence(): Promise<Reply<{ absence: Absence | null }>> {
      return readAs(await call('GET', '/absence'), (value) =>
        isFields(value) ? { absence: parseAbsence(value.absence) } : null,
      )
    },
    async events(conversation: string, after: number, signal: AbortSignal): Promise<Reply<Page>> {
      const path = `/conversations/${encodeURIComponent(conversation)}/events?after=${after}&wait=25`
      return readAs(await call('GET', path, { signal }), parsePage)
    },
    async ticket(): Promise<Reply<string>> {
      return readAs(await call('POST', '/tickets', { body: {} }), (value) =>
        isFields(value) && typeof value.ticket === 'string' ? value.ticket : null,
      )
    },
    /** `onProgress` is told the sent share, 0 to 1. */
    async upload(file: File, clientMessageId: string, onProgress: (share: number) => void): Promise<Reply<Answer>> {
      const reply = await currentSession()
      if (!reply.ok) return reply
      return readAs(await uploadFile(file, clientMessageId, reply.value.token, onProgress), parseAnswer)
    },
  }
}

type Options = { body?: object; signal?: AbortSignal; token?: string; isText?: boolean }

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

function isRefusedWith(reply: Reply<unknown>, status: number): boolean {
  return !reply.ok && reply.trouble.kind === 'refused' && reply.trouble.status === status
}

async function request(
  method: string,
  path: string,
  { body, signal, token, isText }: Options,
): Promise<Reply<unknown>> {
  const aborter = new AbortController()
  const abort = () => aborter.abort()
  const patience = setTimeout(abort, patienceMs)
  signal?.addEventListener('abort', abort)
  try {
    const response = await fetch(base + path, {
      method,
      credentials: 'omit',
      cache: 'no-store',
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      signal: aborter.signal,
      ...(body && { body: JSON.stringify(body) }),
    })
    noteDate(response.headers.get('date'), Date.now())
    const text = await response.text()
    return replyOf(response.status, isText ? text : parseJson(text), response.headers.get('retry-after'))
  } catch {
    return unreachable(null)
  } finally {
    clearTimeout(patience)
    signal?.removeEventListener('abort', abort)
  }
}

/** `fetch` does not tell the progress of an upload. */
function uploadFile(
  file: File,
  id: string,
  token: string,
  onProgress: (share: number) => void,
): Promise<Reply<unknown>> {
  const form = new FormData()
  form.append('clientMessageId', id)
  form.append('file', file, file.name)
  const exchange = new XMLHttpRequest()
  exchange.open('POST', `${base}/files`)
  exchange.setRequestHeader('authorization', `Bearer ${token}`)
  exchange.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
  return new Promise((resolve) => {
    exchange.onerror = () => resolve(unreachable(null))
    exchange.onload = () =>
      resolve(replyOf(exchange.status, parseJson(exchange.responseText), exchange.getResponseHeader('retry-after')))
    exchange.send(form)
  })
}

function replyOf(status: number, value: unknown, retryAfter: string | null): Reply<unknown> {
  if (status >= 200 && status < 300) return { ok: true, value }
  if (status === 429 || status === 408 || status >= 500) return unreachable(Number(retryAfter) * 1000 || null)
  return { ok: false, trouble: { kind: 'refused', status } }
}

function unreachable(retryAfterMs: number | null): { ok: false; trouble: Trouble } {
  return { ok: false, trouble: { kind: 'unreachable', retryAfterMs } }
}

/** An answer that cannot be read is no better than none. */
function readAs<Value>(reply: Reply<unknown>, parse: (value: unknown) => Value | null): Reply<Value> {
  if (!reply.ok) return reply
  const value = parse(reply.value)
  return value === null ? unreachable(null) : { ok: true, value }
}
