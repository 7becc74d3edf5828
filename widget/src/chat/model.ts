// Everything the chat shows, in one plain value.
import type { Absence, FormField, PlaceView, WidgetLook } from '@baton/core/protocol'
import type { LinkState } from '../connection/live.ts'
import { usualLook } from '../connection/parse-look.ts'
import type { FailedReason, Outbox } from '../state/outbox.ts'
import type { TypingSign } from '../state/typing.ts'
import { emptyView, type View } from '../state/view.ts'

export type Phase =
  | { type: 'starting' }
  | { type: 'ready' }
  | { type: 'refused'; because: 'identity' | 'site' | 'bot' | 'other' }

export type Upload = { id: string; name: string; at: string; share: number; failed: FailedReason | null }

/** `start`: before the first words; `meanwhile`: somebody was asked to join; `leave`: nobody is there. */
export type FormState = {
  kind: 'start' | 'meanwhile' | 'leave'
  text: string
  fields: FormField[]
  progress: 'open' | 'sending' | 'not_reached' | 'refused'
}

export type Model = {
  phase: Phase
  botName: string
  workspaceName: string
  isPreviewed: boolean
  /** [V-11] A transcript can be sent by mail. */
  canMail: boolean
  look: WidgetLook
  /** [V-09] Why nobody would answer now; null: somebody is there, or nobody knows. */
  absence: Absence | null
  form: FormState | null
  /** The conversation in which something was left for people. */
  leftIn: string | null
  view: View
  outbox: Outbox
  uploads: Upload[]
  link: LinkState
  typing: TypingSign | null
  /** [RO-23] Where a request stands, as last told. */
  place: { conversation: string; place: PlaceView } | null
  /** A warning that the server knows no more of; the log may not say why. */
  voidEnd: { conversation: string; seq: number } | null
  /** Counts the times the page showed the chat: each wants the focus. */
  shownTimes: number
}

export const firstModel: Model = {
  phase: { type: 'starting' },
  botName: '',
  workspaceName: '',
  isPreviewed: false,
  canMail: false,
  look: usualLook,
  absence: null,
  form: null,
  leftIn: null,
  view: emptyView,
  outbox: [],
  uploads: [],
  link: 'connecting',
  typing: null,
  place: null,
  voidEnd: null,
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
