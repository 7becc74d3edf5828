/** A browser for tests: it reads what is pushed to it. */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import type { Receiver } from './push-message.ts'

const curve = 'prime256v1'

/** Written from RFC 8188 and RFC 8291 by itself: it shares nothing with what encrypts. Throws when a body is not for it. */
export function readerOf(): Receiver & { read(body: Buffer): string } {
  const own = createECDH(curve)
  own.generateKeys()
  const secret = randomBytes(16)
  const derived = (salt: Buffer, material: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', material, salt, info, length))
  return {
    key: own.getPublicKey('base64url'),
    secret: secret.toString('base64url'),
    read(body) {
      const [salt, sender] = [body.subarray(0, 16), body.subarray(21, 21 + (body[20] ?? 0))]
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), own.getPublicKey(), sender])
      const material = derived(secret, own.computeSecret(sender), info, 32)
      const key = derived(salt, material, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
      const nonce = derived(salt, material, Buffer.from('Content-Encoding: nonce\0'), 12)
      const decipher = createDecipheriv('aes-128-gcm', key, nonce)
      decipher.setAuthTag(body.subarray(-16))
      const text = Buffer.concat([decipher.update(body.subarray(21 + sender.length, -16)), decipher.final()])
      if (text.at(-1) !== 2) throw new Error('the last record has no end')
      return text.subarray(0, -1).toString()
    },
  }
}
