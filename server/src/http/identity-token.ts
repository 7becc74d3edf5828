/**
 * [V-13] What a site says of who its contact is: a JSON Web Token, signed with the secret that it shares with its bot. Read
 * strictly: where two readers might read it in two ways, it is not read.
 */
import { ok, type Result, refuse } from '@baton/core/result'
import type { Instant } from '@baton/core/time'
import { errors, jwtVerify } from 'jose'

/** What belongs to the contact, as variables of the conversation. */
export type Vouched = { name: string; variables: Record<string, string | number | boolean> }

export type IdentityRefusal = { kind: 'malformed' | 'signature' | 'expired' | 'too_early' | 'too_long' | 'claims' }

/** Characters of the whole token. */
export const longestToken = 4_000
/** Seconds from now that a token may be good for at the most: what is stolen is soon worth nothing. */
const longestLife = 24 * 3_600
/** Seconds by which clocks may differ. */
const tolerance = 30
const longestName = 120
const mostVariables = 50
const limits = { name: 200, email: 254 } as const

const algorithm = 'HS256'

export async function readIdentity(
  token: string,
  secrets: readonly Uint8Array[],
  { bot, now }: { bot: string; now: Instant },
): Promise<Result<Vouched, IdentityRefusal>> {
  if (!isOneReading(token)) return refuse({ kind: 'malformed' })
  let refusal: IdentityRefusal = { kind: 'signature' }
  for (const secret of secrets) {
    const read = await readWith(secret, token, now)
    if (read.ok) return vouchedBy(read.value, bot, now)
    if (read.refusal.kind !== 'signature') refusal = read.refusal
  }
  return refuse(refusal)
}

async function readWith(
  secret: Uint8Array,
  token: string,
  now: Instant,
): Promise<Result<Record<string, unknown>, IdentityRefusal>> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      // Never the one that the token names: `none`, or a public key taken for a secret, is no signature.
      algorithms: [algorithm],
      requiredClaims: ['sub', 'exp'],
      clockTolerance: tolerance,
      currentDate: new Date(now),
    })
    return ok(payload)
  } catch (error) {
    return refuse({ kind: kindOf(error) })
  }
}

function kindOf(error: unknown): IdentityRefusal['kind'] {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'nbf' ? 'too_early' : 'claims'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  return 'malformed'
}

function vouchedBy(payload: Record<string, unknown>, bot: string, now: Instant): Result<Vouched, IdentityRefusal> {
  const { sub, exp, iat, aud, name, email, variables = {} } = payload
  const seconds = now / 1_000
  if (typeof exp !== 'number' || exp > seconds + longestLife + tolerance) return refuse({ kind: 'too_long' })
  if (typeof iat === 'number' && iat > seconds + tolerance) return refuse({ kind: 'too_early' })
  // Whoever names a bot means that one, also where two bots share a secret.
  if (aud !== undefined && aud !== bot) return refuse({ kind: 'claims' })
  if (!isText(sub, longestName) || sub.trim() !== sub || sub === '') return refuse({ kind: 'claims' })
  if (name !== undefined && !isText(name, limits.name)) return refuse({ kind: 'claims' })
  if (email !== undefined && !isText(email, limits.email)) return refuse({ kind: 'claims' })
  if (!isPlain(variables)) return refuse({ kind: 'claims' })
  const own = { ...(name !== undefined && { user_name: name }), ...(email !== undefined && { user_email: email }) }
  return ok({ name: sub, variables: { ...variables, ...own } })
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest && value.isWellFormed() && !/\p{Cc}/u.test(value)
}

function isPlain(value: unknown): value is Vouched['variables'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const all = Object.values(value)
  return all.length <= mostVariables && all.every((one) => ['string', 'number', 'boolean'].includes(typeof one))
}

/** Three parts in the alphabet of such tokens, and no name twice: of two values each reader would take another one. */
function isOneReading(token: string): boolean {
  if (token.length > longestToken || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return false
  return token
    .split('.')
    .slice(0, 2)
    .every((part) => namesEachOnce(Buffer.from(part, 'base64url').toString('utf8')))
}

/** Whether no object in this JSON has two values of one name. */
export function namesEachOnce(json: string): boolean {
  const open: Set<string>[] = []
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}]/gs)) {
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    else if (token.endsWith(':')) {
      const name = nameIn(token.slice(0, -1))
      const names = open.at(-1)
      if (name === null || names === undefined || names.has(name)) return false
      names.add(name)
    }
  }
  return true
}

/** Written in two ways it is the same name: `"s\u0075b"` is `"sub"`. */
function nameIn(quoted: string): string | null {
  try {
    return JSON.parse(quoted)
  } catch {
    return null
  }
}
