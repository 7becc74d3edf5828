import { Problem, Unreachable } from './problem.ts'
import { noteDate } from './server-time.ts'
import type { Shape } from './shape.ts'

export const base = '/api/v1'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Query = Record<string, string | number | null | undefined>

/** One call: throws `Problem` when the server refuses, `Unreachable` when there is no answer. */
export async function request<T>(
  method: Method,
  path: string,
  shape: Shape<T>,
  options: {
    body?: unknown
    query?: Query
    signal?: AbortSignal
    idempotencyKey?: string
    keepalive?: true
    /** The tag of what was read and is to be replaced: refused where it is another by now. */
    ifMatch?: string
    /** Told the tag of what was answered. */
    onTag?: (tag: string) => void
  } = {},
): Promise<T> {
  const headers = new Headers({ accept: 'application/json' })
  if (method !== 'GET') headers.set('x-baton', '1')
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey)
  if (options.ifMatch !== undefined) headers.set('if-match', options.ifMatch)
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (options.body !== undefined) init.body = JSON.stringify(options.body)
  if (options.keepalive === true) init.keepalive = true
  if (options.signal !== undefined) init.signal = options.signal
  const response = await answer(base + path + queryText(options.query), init)
  noteDate(response.headers.get('date'), Date.now())
  const document = await documentOf(response)
  if (!response.ok) throw new Problem(response.status, document)
  options.onTag?.(response.headers.get('etag') ?? '')
  return shape(document, '')
}

export const nothing: Shape<null> = () => null

/** A path segment from an id or a name. */
export function segment(value: string): string {
  return encodeURIComponent(value)
}

async function answer(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause
    throw new Unreachable('The server cannot be reached', { cause })
  }
}

async function documentOf(response: Response): Promise<unknown> {
  const body = await response.text()
  if (body === '') return null
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

export function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}
