import type { Listener, Moment, Widget } from './widget.ts'

/** What the page may ask for, also before the script has come. */
export type Command =
  | ['open' | 'close' | 'toggle' | 'shutdown']
  | ['say', string]
  | ['setVariables', Record<string, unknown>]
  | ['identify', { token: string }]
  | ['on', Moment, Listener]

const names = ['open', 'close', 'toggle', 'shutdown', 'say', 'setVariables', 'identify', 'on'] as const

/** An unknown command is left out: an older script must not break a newer page. */
export function runCommand(widget: Widget, command: ArrayLike<unknown>): void {
  const name = names.find((one) => one === command?.[0])
  if (name === undefined) return
  const run: (...given: unknown[]) => unknown = widget[name] as never
  run(command[1], command[2])
}

/** Null: it is no stub, and so it is the page's own. */
export function commandsIn(stub: unknown): ArrayLike<unknown>[] | null {
  if (stub === undefined || stub === null) return []
  if (Array.isArray(stub)) return [...stub]
  const kept: unknown = typeof stub === 'function' && Object.hasOwn(stub, 'q') ? (stub as { q?: unknown }).q : null
  return Array.isArray(kept) ? [...kept] : null
}
