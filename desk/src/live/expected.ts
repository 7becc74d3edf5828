import type { ConversationSummary } from '@baton/core/protocol'
import type { LiveState } from './state.ts'
import type { Store } from './store.ts'

/** What an action will have come to, once the server has answered. */
export type Change = Partial<Omit<ConversationSummary, 'id' | 'lastSeq'>>
/** By conversation; of several for one the later ones lie above the earlier ones. */
export type Expected = Readonly<Record<string, readonly Change[]>>

/** [U-04] What is known, with what is expected laid over it: actions show at once, and a refusal takes them away again. */
export function withExpected(state: LiveState, expected: Expected): LiveState {
  const ids = Object.keys(expected)
  if (ids.length === 0) return state
  const [rows, logs] = [{ ...state.rows }, { ...state.logs }]
  for (const id of ids) {
    const change: Change = Object.assign({}, ...(expected[id] ?? []))
    const [row, log] = [rows[id], logs[id]]
    if (row !== undefined) rows[id] = { ...row, ...change }
    if (log !== undefined) logs[id] = { ...log, view: { ...log.view, ...change } }
  }
  return { ...state, rows, logs }
}

/** Lays a change over a conversation; answers how to take it away again. */
export function expectIn(expected: Store<Expected>, id: string, change: Change): () => void {
  expected.update((all) => ({ ...all, [id]: [...(all[id] ?? []), change] }))
  return () =>
    expected.update(({ [id]: changes = [], ...others }) => {
      const left = changes.filter((one) => one !== change)
      return left.length === 0 ? others : { ...others, [id]: left }
    })
}

/** Whether all that is shown of a conversation has got as far as this event. */
export function isKnownUpTo({ rows, logs }: LiveState, id: string, seq: number): boolean {
  const [row, log] = [rows[id], logs[id]]
  return (row === undefined || row.lastSeq >= seq) && (log === undefined || log.lastSeq >= seq)
}
