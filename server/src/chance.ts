import { randomBytes } from 'node:crypto'
import { type Chance, uniformBelow } from '@baton/core/chance'
import { idsFrom, type NewId } from '@baton/core/ids'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const lengthOfId = 20
const sizeOfPool = 8_192

/** Random bytes from the system, drawn in bulk: one call of the system for hundreds of ids. */
function pooledBytes(): () => number {
  let pool = randomBytes(sizeOfPool)
  let at = 0
  return () => {
    if (at === pool.length) {
      pool = randomBytes(sizeOfPool)
      at = 0
    }
    return pool[at++] ?? 0
  }
}

const nextByte = pooledBytes()

/** [HO-35] Production's chance: cryptographic. */
export const cryptographicChance: Chance = {
  below: (count) =>
    uniformBelow(count, () => ((nextByte() << 24) | (nextByte() << 16) | (nextByte() << 8) | nextByte()) >>> 0),
}

/** 100 random bits as 20 letters. */
export function uniqueText(): string {
  let text = ''
  for (let index = 0; index < lengthOfId; index += 1) text += alphabet[nextByte() & 31]
  return text
}

export const newId: NewId = idsFrom(uniqueText)

/** A secret of 256 bits for links, sessions, keys and tickets, safe in URLs. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
