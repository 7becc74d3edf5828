// The programs of PostgreSQL and Redis that tests, bench and lab bring up for themselves: found, or installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { canInstallPackages, installPackages, isProgram, onPath, pathFolders } from './system-packages.mjs'

const oldestPostgres = 15
/** Where the packages of Debian and Red Hat keep what is not on the path, a folder per major version. */
const versionedFolders = [
  { parent: '/usr/lib/postgresql', name: /^\d+$/ },
  { parent: '/usr', name: /^pgsql-\d+$/ },
]
const noCluster = { path: '/etc/postgresql-common/createcluster.d/baton.conf', text: 'create_main_cluster = false\n' }

/**
 * The newest PostgreSQL with its server programs, from version 15 on. `bin` is the folder of `initdb` and `postgres`.
 *
 * @returns {{ bin: string, version: string } | null}
 */
export function findPostgres() {
  const folders = [...pathFolders(), ...versionedFolders.flatMap(({ parent, name }) => binFoldersIn(parent, name))]
  return (
    folders
      .filter((bin) => isProgram(join(bin, 'initdb')) && isProgram(join(bin, 'postgres')))
      .map((bin) => ({ bin, version: versionOf(join(bin, 'postgres'), /\(PostgreSQL\) (\S+)/) }))
      .filter(({ version }) => Number.parseInt(version, 10) >= oldestPostgres)
      .sort((one, other) => Number.parseInt(other.version, 10) - Number.parseInt(one.version, 10))[0] ?? null
  )
}

/**
 * Redis, or Valkey where that took its place.
 *
 * @returns {{ program: string, version: string } | null}
 */
export function findRedis() {
  const program = ['redis-server', 'valkey-server'].map(onPath).find((path) => path !== null)
  return program ? { program, version: versionOf(program, /\bv=(\S+)/) } : null
}

/**
 * Sees that both are here; installs Debian's where that is possible, without their services. False, after saying what
 * to install, where it is not.
 *
 * @returns {Promise<boolean>}
 */
export async function ensureServers() {
  const missing = missingServers()
  if (missing.length > 0 && canInstallPackages()) {
    const names = missing.map(({ debianName }) => debianName)
    await installPackages(names, () => missingServers().length === 0, [noCluster])
  }
  for (const { sentence } of missingServers()) console.error(sentence)
  return missingServers().length === 0
}

/** What to tell who has no PostgreSQL here. */
export const postgresIsMissing = `PostgreSQL ${oldestPostgres} or newer is needed with its server programs: install the package postgresql.`
/** What to tell who has no Redis here. */
export const redisIsMissing = 'Redis is needed with its server program: install the package redis-server.'

function missingServers() {
  return [
    ...(findPostgres() ? [] : [{ debianName: 'postgresql', sentence: postgresIsMissing }]),
    ...(findRedis() ? [] : [{ debianName: 'redis-server', sentence: redisIsMissing }]),
  ]
}

/**
 * @param {string} parent
 * @param {RegExp} name
 */
function binFoldersIn(parent, name) {
  if (!existsSync(parent)) return []
  return readdirSync(parent)
    .filter((entry) => name.test(entry))
    .map((entry) => join(parent, entry, 'bin'))
}

/**
 * @param {string} program
 * @param {RegExp} pattern
 */
function versionOf(program, pattern) {
  return pattern.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? ''
}
