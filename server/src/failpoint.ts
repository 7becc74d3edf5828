/** Named places in the server's work at which the fault lab may end, hold or disturb a process. Nobody else does. */

export type Failpoint =
  | 'before begin'
  | 'after begin'
  | 'before commit'
  | 'after commit'
  | 'before ack'
  | 'after outbox claim'
  | 'before outbox done'
  | 'after work claim'
  | 'before work done'
  | 'before socket write'
  | 'in migration'

/** What a preloaded module may put on `globalThis` before the server starts. */
export type FailpointHook = (point: Failpoint) => void

const { batonFailpoint: hook }: { batonFailpoint?: FailpointHook } = globalThis as never

/** Tells the hook, if there is one, that the work has come to this place. */
export function reached(point: Failpoint): void {
  hook?.(point)
}
