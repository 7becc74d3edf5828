import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** Secrets are stored as this only: they are random, so a fast hash is enough. */
export function hashOfSecret(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** What was done with a key, to notice the same key with another body. Field order does not matter. */
export function hashOfBody(body: unknown): string {
  return hash('sha256', canonical(body), 'base64url')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{${entries
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
    .join(',')}}`
}

/** Signs short texts (links to files) with the process's secret. */
export function signature(secret: Uint8Array, purpose: string, text: string): string {
  return createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url').slice(0, 32)
}

export function isSignature(secret: Uint8Array, purpose: string, text: string, given: string): boolean {
  const expected = Buffer.from(signature(secret, purpose, text))
  const actual = Buffer.from(given)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
