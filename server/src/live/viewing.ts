import type { WorkspaceId } from '@baton/core/ids'
import type { ServerFrame, ViewingState } from '@baton/core/protocol'
import type { ViewingHint } from '../conversations/bus.ts'
import { limits } from './limits.ts'

type Viewed = { workspace: WorkspaceId; frame: Extract<ServerFrame, { type: 'viewing' }> }
type Mark = { hint: ViewingHint; heardAt: number }

/** `devices`: of one operator in one conversation, by both their ids. */
type Marks = { all: Map<string, Mark>; devices: Map<string, Set<Mark>> }

/** What counts more, where somebody has a conversation open more than once. */
const weights: Record<ViewingState, number> = { gone: 0, away: 1, viewing: 2, writing: 3 }

/**
 * [U-07] Which connection of which operator shows which conversation, here and on other nodes: one mark each. It is made
 * of hints: what is not said again is over, so a lost one harms nothing.
 */
export class ViewingBoard {
  readonly #workspaces = new Map<WorkspaceId, Marks>()

  /** Answers what has changed for those who look on. */
  hear(hint: ViewingHint, now: number): Viewed[] {
    const marks = this.#workspaces.get(hint.workspace) ?? { all: new Map(), devices: new Map() }
    const mark = marks.all.get(hint.device)
    if (mark === undefined && (hint.state === 'gone' || marks.all.size >= limits.viewers)) return []
    // Of a connection that has moved on, what it has left is no news.
    if (hint.state === 'gone' && mark?.hint.conversation !== hint.conversation) return []
    const concerned = new Map([mark?.hint ?? hint, hint].map((one) => [keyOf(one), one]))
    const before = [...concerned.keys()].map((key) => stateIn(marks, key))
    if (mark !== undefined) remove(marks, mark)
    if (hint.state !== 'gone') add(marks, { hint, heardAt: now })
    if (marks.all.size > 0) this.#workspaces.set(hint.workspace, marks)
    else this.#workspaces.delete(hint.workspace)
    return [...concerned].flatMap(([key, one], index) => {
      const state = stateIn(marks, key)
      return state === before[index] ? [] : [viewedOf(one, state)]
    })
  }

  /** Forgets what nobody has repeated for too long. */
  lapse(now: number): Viewed[] {
    const over = [...this.#workspaces.values()].flatMap(({ all }) =>
      [...all.values()].filter(({ heardAt }) => now - heardAt > limits.viewingLasts),
    )
    return over.flatMap(({ hint }) => this.hear({ ...hint, state: 'gone' }, now))
  }

  /** Everything that is known, for whoever has just come. */
  shownIn(workspace: WorkspaceId): Viewed[] {
    const marks = this.#workspaces.get(workspace)
    if (marks === undefined) return []
    return [...marks.devices].flatMap(([key, [mark]]) =>
      mark === undefined ? [] : [viewedOf(mark.hint, stateIn(marks, key))],
    )
  }
}

function add({ all, devices }: Marks, mark: Mark): void {
  const key = keyOf(mark.hint)
  all.set(mark.hint.device, mark)
  devices.set(key, (devices.get(key) ?? new Set()).add(mark))
}

function remove({ all, devices }: Marks, mark: Mark): void {
  const key = keyOf(mark.hint)
  all.delete(mark.hint.device)
  const others = devices.get(key)
  others?.delete(mark)
  if (others?.size === 0) devices.delete(key)
}

function stateIn({ devices }: Marks, key: string): ViewingState {
  let strongest: ViewingState = 'gone'
  for (const { hint } of devices.get(key) ?? []) if (weights[hint.state] > weights[strongest]) strongest = hint.state
  return strongest
}

function keyOf({ conversation, operator }: ViewingHint): string {
  return `${conversation} ${operator.id}`
}

function viewedOf({ workspace, conversation, operator }: ViewingHint, state: ViewingState): Viewed {
  return { workspace, frame: { type: 'viewing', conversation, operator, state } }
}
