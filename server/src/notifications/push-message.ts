/** A push for one browser: encrypted so that only it can read it (RFC 8291), with a sender's signature (RFC 8292). */
import { createCipheriv, createECDH, createPrivateKey, hkdfSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What a browser gives away of itself, in base64url: the public key (a point of P-256) and the shared secret. */
export type Receiver = { key: string; secret: string }

const curve = 'prime256v1'
const lengthOfPoint = 65
const lengthOfSecret = 16
const lengthOfScalar = 32
const lengthOfKey = 16
const lengthOfNonce = 12
const lengthOfSalt = 16
/** Bytes of the one record a message has. */
const recordSize = 4_096
/** What fits in: the rest is the end mark and the seal. */
export const longestMessage = recordSize - 17
/** Ends the last record. */
const endMark = 2

/** Whether this can be encrypted for: a point of the curve, and a secret of the right length. */
export function isReceiver({ key, secret }: Receiver): boolean {
  if (bytesOf(key).length !== lengthOfPoint || bytesOf(secret).length !== lengthOfSecret) return false
  try {
    const own = createECDH(curve)
    own.generateKeys()
    own.computeSecret(bytesOf(key))
    return true
  } catch {
    return false
  }
}

/**
 * The body of a push in `aes128gcm`. `own` and `salt` are for the examples of the RFC; otherwise they are drawn for each
 * message, as they must be.
 */
export function encrypted(
  message: Uint8Array,
  { key, secret }: Receiver,
  { own = drawnScalar(), salt = randomBytes(lengthOfSalt) }: { own?: Uint8Array; salt?: Uint8Array } = {},
): Buffer {
  if (message.length > longestMessage) throw new Error(`a push holds ${longestMessage} bytes`)
  const sender = createECDH(curve)
  sender.setPrivateKey(own)
  const [theirs, ours] = [bytesOf(key), sender.getPublicKey()]
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours])
  const material = derived(sender.computeSecret(theirs), bytesOf(secret), about, 32)
  const contentKey = derived(material, salt, 'Content-Encoding: aes128gcm\0', lengthOfKey)
  const nonce = derived(material, salt, 'Content-Encoding: nonce\0', lengthOfNonce)
  const cipher = createCipheriv('aes-128-gcm', contentKey, nonce)
  const sealed = [cipher.update(message), cipher.update(Buffer.from([endMark])), cipher.final(), cipher.getAuthTag()]
  const sizes = Buffer.alloc(5)
  sizes.writeUInt32BE(recordSize)
  sizes.writeUInt8(ours.length, 4)
  return Buffer.concat([salt, sizes, ours, ...sealed])
}

/** Signs as this system to push services. `publicKey`: what browsers are told to expect, base64url. */
export type Signer = { publicKey: string; key: KeyObject }

/**
 * [S-27] The key comes out of the process's secret: nothing more is to be kept, and nodes that share the secret share it.
 * One in four thousand million draws is no key of the curve; then the next one is taken.
 */
export function signerOf(secret: Uint8Array): Signer {
  for (let draw = 0; ; draw += 1) {
    const scalar = Buffer.from(hkdfSync('sha256', secret, '', `baton push sender ${draw}`, lengthOfScalar))
    try {
      const pair = createECDH(curve)
      pair.setPrivateKey(scalar)
      return { publicKey: pair.getPublicKey().toString('base64url'), key: keyOf(pair.getPublicKey(), scalar) }
    } catch (error) {
      if (draw === mostDraws) throw error
    }
  }
}

const mostDraws = 8

/** [RFC 8292] Says to the service at `audience` who sends, until `expiresAt` (seconds since 1970). */
export function authorization(
  { publicKey, key }: Signer,
  { audience, subject, expiresAt }: { audience: string; subject: string; expiresAt: number },
): string {
  const claims = { aud: audience, exp: expiresAt, sub: subject }
  const text = `${encoded({ typ: 'JWT', alg: 'ES256' })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${text}.${signature.toString('base64url')}, k=${publicKey}`
}

function keyOf(point: Buffer, scalar: Buffer): KeyObject {
  const coordinate = (from: number) => point.subarray(from, from + lengthOfScalar).toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(1 + lengthOfScalar) }
  return createPrivateKey({ key: { ...jwk, d: scalar.toString('base64url') }, format: 'jwk' })
}

function drawnScalar(): Buffer {
  const pair = createECDH(curve)
  pair.generateKeys()
  return pair.getPrivateKey()
}

function derived(material: Uint8Array, salt: Uint8Array, about: string | Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', material, salt, about, length))
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}
