import { hash, verify } from '@node-rs/argon2'
import { newSecret } from './chance.ts'

/** [S-08] Memory-hard password hashes (argon2id: 19 MiB, two passes). */
export type Passwords = {
  hash(password: string): Promise<string>
  /** With null (no such operator, no password set) it takes as long and answers false. */
  matches(stored: string | null, password: string): Promise<boolean>
}

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function createPasswords(): Passwords {
  const decoy = hash(newSecret(), cost)
  return {
    hash: (password) => hash(password, cost),
    async matches(stored, password) {
      const isRight = await verify(stored ?? (await decoy), password)
      return stored !== null && isRight
    },
  }
}
