/** Where the processors' time goes, as the system counts it: in ticks of 10 ms. */
import { readdirSync, readFileSync } from 'node:fs'

type Entry = { pid: number; parent: number; own: number; ofEnded: number }

const msPerTick = 10

/** Milliseconds a process and everything it has started have used so far, also what has ended; null where the system does not say. */
export function familyProcessorMs(pid: number | null): number | null {
  const family = entries().filter((entry) => entry.pid === pid || entry.parent === pid)
  if (family.length === 0) return null
  return family.reduce((sum, { own, ofEnded }) => sum + own + ofEnded, 0) * msPerTick
}

/** Milliseconds all processors of the machine have worked so far, for whomever; null where the system does not say. */
export function machineProcessorMs(): number | null {
  try {
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] =
      readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/).slice(1).map(Number) ?? []
    return (user + nice + system + irq + softirq) * msPerTick
  } catch {
    return null
  }
}

function entries(): Entry[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? entryOf(Number(name)) : []))
  } catch {
    return []
  }
}

function entryOf(pid: number): Entry[] {
  try {
    // The name before it stands in brackets and may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? []
    const [, parent = 0] = fields
    const [user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = fields.slice(11)
    return [{ pid, parent, own: user + system, ofEnded: userOfEnded + systemOfEnded }]
  } catch {
    return []
  }
}
