import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { authorization, encrypted, isReceiver, longestMessage, signerOf } from './push-message.ts'
import { readerOf } from './testing.ts'

/** The example of RFC 8291, section 5. */
const example = {
  text: 'When I grow up, I want to be a watermelon',
  receiver: {
    key: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    secret: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  own: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}
const bytes = (text: string) => Buffer.from(text, 'base64url')

describe('a push', () => {
  test('[U-13] is encrypted byte for byte as in the example of RFC 8291', () => {
    const drawn = { own: bytes(example.own), salt: bytes(example.salt) }
    expect(encrypted(Buffer.from(example.text), example.receiver, drawn).toString('base64url')).toBe(example.body)
  })

  test('[U-13] can be read by the browser it is for, and no two are alike', () => {
    const reader = readerOf()
    const [one, other] = [encrypted(Buffer.from('Hello'), reader), encrypted(Buffer.from('Hello'), reader)]
    expect([reader.read(one), reader.read(other)]).toEqual(['Hello', 'Hello'])
    expect(one.equals(other)).toBe(false)
    expect(() => readerOf().read(one)).toThrow()
  })

  test('[U-13] has room for one record and no more', () => {
    const reader = readerOf()
    expect(reader.read(encrypted(Buffer.alloc(longestMessage, 'x'), reader))).toBe('x'.repeat(longestMessage))
    expect(() => encrypted(Buffer.alloc(longestMessage + 1), reader)).toThrow('holds')
  })

  test('[U-13] is for keys of the curve only', () => {
    const { key, secret } = example.receiver
    expect(isReceiver({ key, secret })).toBe(true)
    const offTheCurve = bytes(key)
    offTheCurve[64] = (offTheCurve[64] ?? 0) ^ 1
    for (const wrong of [key.slice(0, 40), offTheCurve.toString('base64url'), '', 'A'.repeat(87)])
      expect(isReceiver({ key: wrong, secret })).toBe(false)
    for (const wrong of ['', 'short', 'A'.repeat(43)]) expect(isReceiver({ key, secret: wrong })).toBe(false)
  })
})

describe('the sender', () => {
  const signer = signerOf(Buffer.alloc(32, 1))

  test('[S-27] has a key that comes out of the secret: the same on every node, another for another secret', () => {
    expect(signerOf(Buffer.alloc(32, 1)).publicKey).toBe(signer.publicKey)
    expect(signerOf(Buffer.alloc(32, 2)).publicKey).not.toBe(signer.publicKey)
    expect(bytes(signer.publicKey)).toHaveLength(65)
  })

  test('[U-13] says who it is as RFC 8292 has it, and anybody can check that', () => {
    const claims = { audience: 'https://push.example', subject: 'https://desk.example', expiresAt: 1_800_000_000 }
    const header = authorization(signer, claims)
    const [, header64 = '', claims64 = '', signature = '', key = ''] =
      /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(header) ?? []
    const readable = (text: string) => JSON.parse(bytes(text).toString())
    expect(readable(header64)).toEqual({ typ: 'JWT', alg: 'ES256' })
    expect(readable(claims64)).toEqual({
      aud: claims.audience,
      exp: claims.expiresAt,
      sub: claims.subject,
    })
    expect(key).toBe(signer.publicKey)
    const point = bytes(key)
    const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')]
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    const said = Buffer.from(`${header64}.${claims64}`)
    const isGood = (text: Buffer) =>
      verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes(signature))
    expect(isGood(said)).toBe(true)
    expect(isGood(Buffer.concat([said, said]))).toBe(false)
  })
})
