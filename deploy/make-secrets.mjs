// Makes the secrets that compose.yaml mounts, each in a file of its own under deploy/secrets. What exists is kept.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2] ?? join(import.meta.dirname, 'secrets')
// Nobody else on this machine may enter the folder; inside the containers other users must read the files.
mkdirSync(folder, { recursive: true, mode: 0o700 })

const postgresPassword = keep('postgres_password', random)
keep('database_url', () => `postgres://baton:${postgresPassword}@postgres:5432/baton`)
const redisPassword = keep('redis_conf', redisConfiguration).match(/^requirepass (\S+)$/m)?.[1]
keep('redis_url', () => `redis://:${redisPassword}@redis:6379/0`)
keep('secret_key', random)
keep('api_key', () => `bk_${random()}`)

/**
 * @param {string} name
 * @param {() => string} make
 */
function keep(name, make) {
  const path = join(folder, name)
  if (!existsSync(path)) {
    writeFileSync(path, `${make()}\n`, { mode: 0o444, flag: 'wx' })
    console.log(`${name}: made`)
  }
  return readFileSync(path, 'utf8').trim()
}

function random() {
  return randomBytes(32).toString('base64url')
}

/** It keeps nothing on disk: what it holds is made again by the nodes. */
function redisConfiguration() {
  return [`requirepass ${random()}`, 'save ""', 'appendonly no', 'maxmemory 48mb', 'maxmemory-policy noeviction'].join(
    '\n',
  )
}
