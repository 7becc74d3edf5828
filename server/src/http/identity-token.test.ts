import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { instant } from '@baton/core/time'
import { describe, expect, test } from 'vitest'
import { longestToken, namesEachOnce, readIdentity } from './identity-token.ts'

const now = instant(1_800_000_000_000)
const seconds = now / 1_000
const secret = randomBytes(32)
const hour = 3_600
const good = { sub: '42', exp: seconds + hour }

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Signed as HS256, whatever its header says. */
function signed(payload: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }, key: Uint8Array = secret): string {
  const head = `${part(header)}.${part(payload)}`
  return `${head}.${createHmac('sha256', key).update(head).digest('base64url')}`
}

const read = (token: string, secrets: Uint8Array[] = [secret]) => readIdentity(token, secrets, { bot: 'bot_1', now })
const kindOf = async (token: string) => {
  const answer = await read(token)
  return answer.ok ? 'taken' : answer.refusal.kind
}

describe('who a site says its contact is', () => {
  test('[V-13] name, address and variables are taken, and the contact is who the site calls them', async () => {
    const claims = {
      ...good,
      name: 'Ana Ribeiro',
      email: 'ana@shop.example',
      variables: { plan: 'gold', seats: 3, paid: true },
    }
    expect(await read(signed(claims))).toEqual({
      ok: true,
      value: {
        name: '42',
        variables: { plan: 'gold', seats: 3, paid: true, user_name: 'Ana Ribeiro', user_email: 'ana@shop.example' },
      },
    })
  })

  test('[V-13] while a secret changes, tokens of both are taken, and of no other', async () => {
    const previous = randomBytes(32)
    const old = signed(good, undefined, previous)
    expect((await read(old, [secret, previous])).ok).toBe(true)
    expect(await read(old, [secret])).toEqual({ ok: false, refusal: { kind: 'signature' } })
    expect(await read(old, [])).toEqual({ ok: false, refusal: { kind: 'signature' } })
  })

  test.each(['none', 'None', 'HS384', 'HS512', 'RS256', 'ES256', 'EdDSA', '', null, ['HS256']])(
    '[V-13] the algorithm %j is none',
    async (alg) => {
      expect(await kindOf(signed(good, { alg }))).toBe('malformed')
      expect(await kindOf(`${part({ alg })}.${part(good)}.`)).toBe('malformed')
      expect(await kindOf(`${part({ alg })}.${part(good)}.AA`)).toBe('malformed')
    },
  )

  test('[V-13] a public key is no secret: what is signed with a private one is not taken', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const pem = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }))
    const head = `${part({ alg: 'RS256' })}.${part(good)}`
    const token = `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`
    expect((await read(token, [pem])).ok).toBe(false)
    expect(await kindOf(token)).toBe('malformed')
  })

  test.each([
    ['ended', { exp: seconds - 31 }, 'expired'],
    ['ends now, by clocks that differ a little', { exp: seconds - 29 }, 'taken'],
    ['never ends', { exp: undefined }, 'claims'],
    ['ends at a word', { exp: String(seconds + hour) }, 'claims'],
    ['is good for a day', { exp: seconds + 24 * hour }, 'taken'],
    ['is good for longer', { exp: seconds + 24 * hour + 31 }, 'too_long'],
    ['is not good yet', { nbf: seconds + 31 }, 'too_early'],
    ['is good by now', { nbf: seconds - 1 }, 'taken'],
    ['is of tomorrow', { iat: seconds + hour }, 'too_early'],
    ['is for this bot', { aud: 'bot_1' }, 'taken'],
    ['is for another bot', { aud: 'bot_2' }, 'claims'],
    ['is for several bots', { aud: ['bot_1', 'bot_2'] }, 'claims'],
    ['names nobody', { sub: undefined }, 'claims'],
    ['names an empty text', { sub: '' }, 'claims'],
    ['names a blank', { sub: ' ' }, 'claims'],
    ['names somebody with a blank behind', { sub: '42 ' }, 'claims'],
    ['names a number', { sub: 42 }, 'claims'],
    ['names somebody at length', { sub: 'x'.repeat(121) }, 'claims'],
    ['hides something in the name', { sub: '42\u0000' }, 'claims'],
    ['has half a sign in the name', { sub: '\ud800' }, 'claims'],
    ['has a name that is none', { name: { first: 'Ana' } }, 'claims'],
    ['has an address that is none', { email: ['a@b'] }, 'claims'],
    ['has variables that are no values', { variables: { plan: { gold: true } } }, 'claims'],
    ['has a list of variables', { variables: ['gold'] }, 'claims'],
    [
      'has too many variables',
      { variables: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`v${i}`, i])) },
      'claims',
    ],
  ])('[V-13] one that %s', async (_, claims, outcome) => {
    expect(await kindOf(signed({ ...good, ...claims }))).toBe(outcome)
  })

  test('[V-13] what asks for more than we know is not read', async () => {
    expect(await kindOf(signed(good, { alg: 'HS256', crit: ['exp'], exp: 1 }))).toBe('malformed')
    expect(await kindOf(signed(good, { alg: 'HS256', b64: false, crit: ['b64'] }))).toBe('malformed')
  })

  test.each([
    '',
    '.',
    '..',
    'a.b',
    'a.b.c.d',
    'e30.e30.e30',
    'not a token',
    `${'a'.repeat(longestToken)}.b.c`,
    '🙂.🙂.🙂',
  ])('[V-13] %j is no token', async (token) => {
    expect(await kindOf(token)).toBe('malformed')
  })

  test('[V-13] one that is too large is not even looked at, and one changed by a letter is not taken', async () => {
    expect(await kindOf(signed({ ...good, variables: { long: 'x'.repeat(longestToken) } }))).toBe('malformed')
    const token = signed(good)
    const [head, payload, signature = ''] = token.split('.')
    expect(await kindOf(`${head}.${part({ ...good, sub: '43' })}.${signature}`)).toBe('signature')
    expect(await kindOf(`${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`)).toBe(
      'signature',
    )
    expect(await kindOf(` ${token}`)).toBe('malformed')
    expect(await kindOf(`${token}=`)).toBe('malformed')
    expect(await kindOf(`${token}\n`)).toBe('malformed')
  })

  test.each([
    `{"sub":"42","sub":"43","exp":${seconds + hour}}`,
    `{"sub":"42","s\\u0075b":"43","exp":${seconds + hour}}`,
    `{"sub":"42","exp":${seconds + hour},"variables":{"a":1,"a":2}}`,
    `{"sub":"42","exp":${seconds + hour}, "exp" :${seconds + 2 * hour}}`,
  ])('[V-13] a name twice is one too many: %s', async (payload) => {
    expect(await kindOf(signed(payload))).toBe('malformed')
    expect(await kindOf(signed(good, '{"alg":"none","alg":"HS256"}'))).toBe('malformed')
  })

  test('a name may come again in another object, and in texts', () => {
    expect(namesEachOnce('{"a":{"a":1},"b":[{"a":1},{"a":2}],"c":"a\\":{","d":"\\"d\\":"}')).toBe(true)
    expect(namesEachOnce('{"a":[{"b":1,"b":2}]}')).toBe(false)
  })
})
