/**
 * Loaded into a node before the server (`--import`): it does to its own process what the lab asks for over the channel
 * between parent and child. The server knows nothing of it but the places in `failpoint.ts`.
 */
import type { Failpoint, FailpointHook } from '../../server/src/failpoint.ts'
import { type Order, ordersVariable, type Tally } from './orders.ts'

type Trap = Extract<Order, { do: 'kill' | 'throw' }>

const reached: Tally['reached'] = {}
const traps: Trap[] = []
const TrueDate = Date
let shiftMs = 0

const hook: FailpointHook = (point) => {
  reached[point] = (reached[point] ?? 0) + 1
  for (const trap of traps.filter(({ at }) => at === point)) {
    trap.time -= 1
    if (trap.time > 0) continue
    traps.splice(traps.indexOf(trap), 1)
    spring(trap, point)
  }
}

function spring(trap: Trap, point: Failpoint): void {
  if (trap.do === 'kill') {
    if (trap.afterMs === undefined) die()
    else setTimeout(die, trap.afterMs)
    return
  }
  const error = new Error(`thrown by the lab ${point}`)
  if (trap.how === 'there') throw error
  if (trap.how === 'unhandled') void Promise.reject(error)
  else
    setImmediate(() => {
      throw error
    })
}

/** Before it returns, the process is gone. */
function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

function block(forMs: number): void {
  const until = performance.now() + forMs
  while (performance.now() < until) Math.sqrt(until)
}

class ShiftedDate extends TrueDate {
  constructor(...given: []) {
    if (given.length === 0) super(TrueDate.now() + shiftMs)
    else super(...given)
  }

  static override now(): number {
    return TrueDate.now() + shiftMs
  }
}

function shiftClock(byMs: number): void {
  shiftMs = byMs
  globalThis.Date = ShiftedDate as DateConstructor
}

function tally(): Tally {
  const { heapUsed: heapBytes, rss: residentBytes } = process.memoryUsage()
  return { reached, heapBytes, residentBytes }
}

function obey(order: Order): void {
  switch (order.do) {
    case 'kill':
    case 'throw':
      traps.push(order)
      return
    case 'block':
      return block(order.forMs)
    case 'shift_clock':
      return shiftClock(order.byMs)
    case 'count':
      process.send?.(tally())
  }
}

Object.assign(globalThis, { batonFailpoint: hook })
for (const order of JSON.parse(process.env[ordersVariable] ?? '[]') as Order[]) obey(order)
process.on('message', obey)
// A node does not outlive its lab, and its channel does not keep it alive.
process.on('disconnect', die)
process.channel?.unref()
