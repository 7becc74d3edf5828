import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Refused } from './refused.ts'

/** One process per data directory: the lock is the operating system's, so it ends with the process however that ends. */
export function lockDirectory(directory: string, otherwise: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lock = new Database(join(directory, 'server.lock'), { timeout: 2_000 })
  try {
    lock.exec('begin exclusive')
  } catch {
    lock.close()
    throw new Refused(`Another Baton is running on ${directory}. ${otherwise}`)
  }
  return () => lock.close()
}
