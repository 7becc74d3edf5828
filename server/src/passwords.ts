import { hash, verify } from '@node-rs/argon2'
import { newSecret } from './chance.ts'

/** [S-08] Memory-hard password hashes (argon2id: 19 MiB, two passes). */
export type Passwords = {
  hash(password: string): Promise<string>
  /** With null (no such operator, no password set) it takes as long and answers false. */
  matches(stored: string | null, password: string): Promise<boolean>
}

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** One for the whole process: to make it takes as long as to check a password. */
let decoy: Promise<string> | null = null

export function createPasswords(): Passwords {
  const made = decoy ?? hash(newSecret(), cost)
  decoy = made
  return {
    hash: (password) => hash(password, cost),
    async matches(stored, password) {
      const isRight = await verify(stored ?? (await made), password)
      return stored !== null && isRight
    },
  }
}
