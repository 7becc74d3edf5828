// Everything the chat shows, in one plain value.
import type { PlaceView } from '@baton/core/protocol'
import type { LinkState } from '../connection/live.ts'
import type { FailedReason, Outbox } from '../state/outbox.ts'
import type { TypingSign } from '../state/typing.ts'
import { emptyView, type View } from '../state/view.ts'

export type Phase = { type: 'starting' } | { type: 'ready' } | { type: 'refused'; because: 'site' | 'bot' | 'other' }

export type Upload = { id: string; name: string; at: string; share: number; failed: FailedReason | null }

export type Model = {
  phase: Phase
  botName: string
  workspaceName: string
  view: View
  outbox: Outbox
  uploads: Upload[]
  link: LinkState
  typing: TypingSign | null
  /** [RO-23] Where a request stands, as last told. */
  place: { conversation: string; place: PlaceView } | null
  /** Counts the times the page showed the chat: each wants the focus. */
  shownTimes: number
}

export const firstModel: Model = {
  phase: { type: 'starting' },
  botName: '',
  workspaceName: '',
  view: emptyView,
  outbox: [],
  uploads: [],
  link: 'connecting',
  typing: null,
  place: null,
  shownTimes: 0,
}

export type Store = {
  read(): Model
  change(part: Partial<Model>): void
  subscribe(listener: () => void): () => void
}

export function createStore(): Store {
  let model = firstModel
  const listeners = new Set<() => void>()
  return {
    read: () => model,
    change(part) {
      model = { ...model, ...part }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
