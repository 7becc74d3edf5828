import type { KeyId } from '@baton/core/ids'
import { after } from '@baton/core/time'
import type { FastifyRequest } from 'fastify'
import { type Asker, askerOfKey, askerOfSession } from '../access.ts'
import { hashOfSecret } from '../secrets.ts'
import type { Baton } from './baton.ts'
import { Problem } from './problems.ts'
import { isWidgetToken, readWidgetToken } from './widget-tokens.ts'

const touchEvery = 60_000
const lastTouched = new WeakMap<Baton, Map<string, number>>()

/** The name of the session's cookie; over HTTPS the browser guards it more (S-07). */
export function cookieName(baton: Baton): string {
  return baton.config.publicUrl.protocol === 'https:' ? '__Host-baton' : 'baton'
}

/** Who sent this request: a key, a widget's token, or the session in the cookie. Null: nobody we know. */
export async function authenticate(baton: Baton, request: FastifyRequest): Promise<Asker | null> {
  const { authorization } = request.headers
  if (authorization !== undefined) return askerOfBearer(baton, authorization)
  const cookie = request.cookies[cookieName(baton)]
  if (cookie === undefined) return null
  const asker = await askerOfSession(baton.store, hashOfSecret(cookie))
  if (asker !== null && request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(baton, request)
  return asker
}

async function askerOfBearer(baton: Baton, authorization: string): Promise<Asker> {
  const [scheme, secret] = authorization.split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !secret)
    throw new Problem(401, { code: 'unauthenticated', detail: 'Send `Authorization: Bearer KEY`.' })
  if (isWidgetToken(secret)) return known(await readWidgetToken(baton, secret))
  const asker = known(await askerOfKey(baton.store, hashOfSecret(secret)))
  if (asker.kind === 'program') touch(baton, asker.key)
  return asker
}

function known(asker: Asker | null): Asker {
  if (asker !== null) return asker
  throw new Problem(401, { code: 'unauthenticated', detail: 'This key or token is not known, or it has ended.' })
}

/** [S-09] A cookie alone changes nothing: the call comes from our own pages, by origin and by a header no form can send. */
function refuseForeign(baton: Baton, request: FastifyRequest): void {
  const { origin } = request.headers
  const isOurs = origin === undefined || origin === baton.origin()
  if (!isOurs || request.headers['x-baton'] !== '1' || request.headers['sec-fetch-site'] === 'cross-site')
    throw new Problem(403, {
      code: 'foreign_origin',
      detail: 'Calls with a session come from the desk itself (header `x-baton: 1`).',
    })
}

/** When a key was last used, to the minute: not every call is a write. */
function touch(baton: Baton, key: KeyId): void {
  const touched = lastTouched.get(baton) ?? new Map<string, number>()
  lastTouched.set(baton, touched)
  const now = baton.clock.now()
  if (now - (touched.get(key) ?? 0) < touchEvery) return
  touched.set(key, now)
  baton.store.access
    .touchKey(key, after(now, 0))
    .catch((error: unknown) => baton.log.warn({ err: error }, 'key_not_touched'))
}
