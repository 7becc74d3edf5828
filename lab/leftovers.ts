/**
 * A server must not outlive the process that started it, however that ends. Each is noted in a file; a watcher, which
 * hears from a closed pipe that its process has ended, ends what that left behind; and if the watcher was ended too,
 * the next start does. Only what is noted here is ever touched.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { identity } from '../scripts/lock.mjs'
import { killFamily, resumeFamily, signal, stateOf, until } from './processes.ts'

export type Note = {
  /** Number and start time of the server's process; null while it is down. */
  server: string | null
  /** What ends it at once and in order. */
  endSignal: NodeJS.Signals
  directory: string
  /** Whether the directory goes away with it. */
  isTemporary: boolean
}

type FiledNote = Note & { parent: string }

export const serversFolder = fileURLToPath(new URL('../.baton/servers/', import.meta.url))
const watcher = fileURLToPath(new URL('watcher.ts', import.meta.url))

let noted = 0
let isWatched = false

/** Where one server of this process is noted, again whenever something about it changes. */
export function newNote(): { write(note: Note): void; remove(): void } {
  noted += 1
  const path = join(serversFolder, `${process.pid}-${noted}.json`)
  return {
    write(note) {
      const filed: FiledNote = { ...note, parent: identity(process.pid) }
      mkdirSync(serversFolder, { recursive: true })
      writeFileSync(`${path}.draft`, JSON.stringify(filed))
      renameSync(`${path}.draft`, path)
      watchThisProcess()
    },
    remove: () => rmSync(path, { force: true }),
  }
}

/** Ends the servers of processes that have ended, and of the one that is said to have. */
export async function endLeftovers(endedParent?: string): Promise<void> {
  for (const path of notePaths()) {
    const note = read(path)
    if (note === null || (note.parent !== endedParent && isAlive(note.parent))) continue
    if (note.server !== null && isAlive(note.server)) await end(pidOf(note.server), note.endSignal)
    if (note.isTemporary) await rm(note.directory, { recursive: true, force: true, maxRetries: 5 })
    rmSync(path, { force: true })
  }
}

async function end(pid: number, endSignal: NodeJS.Signals): Promise<void> {
  signal(pid, endSignal)
  resumeFamily(pid)
  await until(`${pid} to end`, () => stateOf(pid) === 'ended').catch(() => killFamily(pid))
}

function watchThisProcess(): void {
  if (isWatched) return
  isWatched = true
  const child = spawn(process.execPath, [watcher, identity(process.pid)], {
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'ignore', 'ignore'],
    // Not in the group that Ctrl-C of a terminal reaches.
    detached: true,
  })
  child.unref()
  if (child.stdin instanceof Socket) child.stdin.unref()
}

function notePaths(): string[] {
  mkdirSync(serversFolder, { recursive: true })
  return readdirSync(serversFolder)
    .filter((name) => /^\d+-\d+\.json$/.test(name))
    .map((name) => join(serversFolder, name))
}

/** Null when another process has just dealt with it. */
function read(path: string): FiledNote | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function isAlive(processIdentity: string): boolean {
  const pid = pidOf(processIdentity)
  return identity(pid) === processIdentity && stateOf(pid) !== 'ended'
}

function pidOf(processIdentity: string): number {
  return Number(processIdentity.split(' ')[0])
}
