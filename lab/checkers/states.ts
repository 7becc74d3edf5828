/** Who held a conversation as of each of its numbers, as its log says. */
import type { ChatState, HolderView } from '@baton/core/conversation'
import type { Logged } from './evidence.ts'

export type State = {
  /** From this number on. */
  seq: number
  epoch: number
  chatState: ChatState
  owner: string | null
  status: 'open' | 'closed'
}

const beginning: State = { seq: 0, epoch: 0, chatState: 'chatbot_controlled', owner: null, status: 'open' }

/** The states of each conversation, in the order in which they came. */
export function statesIn(log: readonly Logged[]): Map<string, State[]> {
  const states = new Map<string, State[]>()
  for (const { conversation, event } of log) {
    const known = states.get(conversation) ?? [beginning]
    states.set(conversation, known)
    if (!('to' in event.data)) continue
    const { seq, epoch } = event
    const status = event.type === 'closed' ? 'closed' : 'open'
    known.push({ seq, epoch, chatState: event.data.to.chatState, owner: ownerIn(event.data.to), status })
  }
  return states
}

/** Of the states of a conversation the one that held as of this number. */
export function stateAt(states: readonly State[], seq: number): State {
  return states.findLast((state) => state.seq <= seq) ?? beginning
}

/** Those that held at some time from one number to another. */
export function statesBetween(states: readonly State[], from: number, to: number): State[] {
  return states.filter((state, index) => state.seq <= to && (states[index + 1]?.seq ?? Number.POSITIVE_INFINITY) > from)
}

export function ownerIn({ chatState, operator }: HolderView): string | null {
  return chatState === 'taken_over' ? (operator?.id ?? null) : null
}
