// A lock between processes, made of numbered files: `<path>.7` names its holder. The highest number is the lock's state:
// it is held while that holder lives. Whoever wants a free lock creates the next number, which only one can do.
// The highest file is never removed (a release empties it), so a slow waiter that creates a number of the past sees
// a higher one and knows that it lost: a dead holder's lock cannot be taken twice.
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Runs `work` while no other process of this machine holds the lock.
 *
 * @template Value
 * @param {string} path
 * @param {{ waitMs: number, pollMs: number, onWait: () => void }} options
 * @param {() => Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function withLock(path, options, work) {
  const held = await acquire(path, options)
  try {
    return await work()
  } finally {
    write(held, '', renameSync)
  }
}

/**
 * @param {string} path
 * @param {{ waitMs: number, pollMs: number, onWait: () => void }} options
 */
async function acquire(path, { waitMs, pollMs, onWait }) {
  mkdirSync(dirname(path), { recursive: true })
  const deadline = Date.now() + waitMs
  for (let told = false; ; told = true) {
    const number = tryAcquire(path)
    if (number !== null) return number
    if (Date.now() > deadline) throw new Error(`${path} stayed locked by process ${holderOf(path)} for too long.`)
    if (!told) onWait()
    await wait(pollMs)
  }
}

/** @param {string} path */
function tryAcquire(path) {
  const last = highest(path)
  if (last > 0 && isHeld(read(`${path}.${last}`))) return null
  const mine = `${path}.${last + 1}`
  if (!write(mine, identity(process.pid), linkSync)) return null
  if (highest(path) > last + 1) {
    rmSync(mine, { force: true })
    return null
  }
  removeBelow(path, last + 1)
  return mine
}

/** @param {string} path */
function numbers(path) {
  const prefix = `${basename(path)}.`
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter(Number.isInteger)
}

/** @param {string} path */
function highest(path) {
  return Math.max(0, ...numbers(path))
}

/**
 * @param {string} path
 * @param {number} limit
 */
function removeBelow(path, limit) {
  for (const number of numbers(path)) if (number < limit) rmSync(`${path}.${number}`, { force: true })
}

/** @param {string} path */
function holderOf(path) {
  return read(`${path}.${highest(path)}`).split(' ')[0]
}

/** @param {string} path A file removed meanwhile was not the lock's state any more: it reads as a free one. */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** @param {string} holder */
function isHeld(holder) {
  return holder !== '' && holder === identity(Number(holder.split(' ')[0]))
}

/**
 * A process number with its start time where the system tells it, because numbers are used again. Empty: no such process.
 *
 * @param {number} pid
 */
export function identity(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return ''
  }
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')
  return `${pid} ${fields?.[19] ?? ''}`
}

/**
 * Puts a whole file in place at once, so that nobody reads half of it. False: `put` found one there.
 *
 * @param {string} path
 * @param {string} text
 * @param {(from: string, to: string) => void} put
 */
function write(path, text, put) {
  const draft = `${path}-${process.pid}-${Math.random().toString(36).slice(2)}`
  writeFileSync(draft, text)
  try {
    put(draft, path)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
