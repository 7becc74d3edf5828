/** What the system tells of processes, and what a server with children is made to do as one. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type ProcessState = 'running' | 'stopped' | 'ended'
type Entry = { pid: number; parent: number; state: ProcessState }

const hasProc = existsSync('/proc/self/stat')
const pollMs = 5
const patienceMs = 10_000

/** In the environment of our own program: what a process before it has compiled is not compiled again, half of a start. */
export const compiledBefore = { NODE_COMPILE_CACHE: fileURLToPath(new URL('../.baton/compile-cache', import.meta.url)) }

/** One that has ended and waits to be collected by its parent counts as ended. */
export function stateOf(pid: number): ProcessState {
  return entry(pid)?.state ?? 'ended'
}

export function childrenOf(pid: number): number[] {
  return allEntries()
    .filter(({ parent }) => parent === pid)
    .map((child) => child.pid)
}

/** Stops a process and its children where they are; answers them all, the process first. Settles when none runs on. */
export async function pauseFamily(pid: number): Promise<number[]> {
  await stopAll([pid])
  // A stopped parent starts no more of them.
  const children = childrenOf(pid)
  await stopAll(children)
  return [pid, ...children]
}

export function resumeFamily(pid: number): void {
  for (const one of [...childrenOf(pid), pid]) signal(one, 'SIGCONT')
}

/** `kill -9` of a process and its children as if at one instant. Settles when all have ended. */
export async function killFamily(pid: number): Promise<void> {
  const family = await pauseFamily(pid)
  for (const one of family) signal(one, 'SIGKILL')
  await until(`${family} to end`, () => family.every((one) => stateOf(one) === 'ended'))
}

/** One that has ended meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Looks every few milliseconds; rejects when that takes longer than `withinMs`. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  withinMs = patienceMs,
): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms for ${what}.`)
    await wait(pollMs)
  }
}

async function stopAll(pids: number[]): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGSTOP')
  await until(`${pids} to stop`, () => pids.every((pid) => stateOf(pid) !== 'running'))
}

function entry(pid: number): Entry | null {
  return hasProc ? procEntry(pid) : (allEntries().find((one) => one.pid === pid) ?? null)
}

function allEntries(): Entry[] {
  if (!hasProc) return psEntries()
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (procEntry(Number(name)) ?? []) : []))
}

function procEntry(pid: number): Entry | null {
  try {
    // The name before it stands in brackets and may hold anything.
    const [letter = '', parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return { pid, parent: Number(parent), state: stateFrom(letter) }
  } catch {
    return null
  }
}

function psEntries(): Entry[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, letters = ''] = line.trim().split(/\s+/)
      return { pid: Number(pid), parent: Number(parent), state: stateFrom(letters) }
    })
}

function stateFrom(letters: string): ProcessState {
  if (/^[ZX]/.test(letters)) return 'ended'
  return /^[Tt]/.test(letters) ? 'stopped' : 'running'
}
