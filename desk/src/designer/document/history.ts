/** Undo and redo: what was, what is, what was taken back. Edits with the same key in a row are one step. */
export type History<Value> = {
  past: readonly Value[]
  now: Value
  future: readonly Value[]
  /** Of the last edit; null: the next edit is a step of its own. */
  key: string | null
}

/** Documents share what did not change, so many steps cost little. */
const mostSteps = 300

export function historyOf<Value>(now: Value): History<Value> {
  return { past: [], now, future: [], key: null }
}

export function edited<Value>(history: History<Value>, now: Value, key: string | null): History<Value> {
  if (now === history.now) return history
  if (key !== null && key === history.key) return { ...history, now, future: [] }
  return { past: [...history.past, history.now].slice(-mostSteps), now, future: [], key }
}

export function undone<Value>(history: History<Value>): History<Value> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], key: null }
}

export function redone<Value>(history: History<Value>): History<Value> {
  const [after, ...future] = history.future
  if (after === undefined) return history
  return { past: [...history.past, history.now], now: after, future, key: null }
}
