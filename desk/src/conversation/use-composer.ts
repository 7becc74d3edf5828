import type { ConversationView } from '@baton/core/protocol'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { conversations } from '../api/conversations.ts'
import { problemOf } from '../api/problem.ts'
import { randomId } from '../api/random-id.ts'
import { useLive, useStore } from '../live/hooks.ts'
import { Store } from '../live/store.ts'
import { useMe } from '../shell/session.ts'
import { type Draft, readDraft, writeDraft } from './drafts.ts'
import {
  type Outbox,
  type Pending,
  readOutbox,
  withFailure,
  without,
  withPending,
  withRetry,
  writeOutbox,
} from './outbox.ts'
import { mayReply, type Permission, type Standing } from './standing.ts'

export type Mode = 'reply' | 'note'

const free: Permission = { kind: 'free' }
const outbox = new Store<Outbox>(readOutbox(localStorage))
outbox.subscribe(() => writeOutbox(localStorage, outbox.get()))

/** The texts being written in one conversation and those on their way. Reply and note are kept apart throughout. */
export function useComposer(view: ConversationView, standing: Standing) {
  const live = useLive()
  const me = useMe()
  const [mode, setMode] = useState<Mode>('reply')
  const [draft, setDraft] = useState<Draft>(() => readDraft(localStorage, view.id))
  const field = useRef<HTMLTextAreaElement>(null)
  const pending = useStore(outbox)
  const permission = mode === 'note' && standing.kind !== 'closed' ? free : mayReply(standing)
  const wasLockedWhileWriting = useLockedWhileWriting(permission.kind === 'locked', draft.reply !== '')

  const change = (text: string, of: Mode = mode) => {
    const next = { ...draft, [of]: text }
    setDraft(next)
    writeDraft(localStorage, view.id, next)
    if (of === 'reply' && text !== '') live.tellTyping(view.id)
  }
  const deliver = async (message: Pending) => {
    try {
      await conversations.send(view.id, me.id, message)
      if (live.phase.get().name !== 'open') await live.reload(view.id)
    } catch (error) {
      const problem = problemOf(error)
      const owner = problem?.status === 409 && problem.owner !== null ? `taken:${problem.owner.name}` : null
      outbox.update((all) => withFailure(all, message.clientMessageId, owner ?? problem?.detail ?? null))
    }
  }
  const send = () => {
    const text = draft[mode].trim()
    if (text === '' || permission.kind === 'locked' || permission.kind === 'closed') return
    const message: Pending = {
      clientMessageId: randomId(),
      conversation: view.id,
      text,
      note: mode === 'note',
      at: new Date().toISOString(),
      state: 'sending',
      detail: null,
    }
    outbox.update((all) => withPending(all, message))
    change('')
    live.stopTyping(view.id)
    void deliver(message)
  }
  return {
    mode,
    text: draft[mode],
    hasOther: draft[mode === 'reply' ? 'note' : 'reply'] !== '',
    field,
    pending,
    permission,
    wasLockedWhileWriting,
    change,
    send,
    /** At once: the very next key must already land in the field, and in the right text. */
    write: (next: Mode) => {
      flushSync(() => setMode(next))
      field.current?.focus()
    },
    retry: (message: Pending) => {
      outbox.update((all) => withRetry(all, message.clientMessageId))
      void deliver(message)
    },
    discard: (message: Pending) => outbox.update((all) => without(all, message.clientMessageId)),
    /** Back into the field it came from, in front of what is there now. */
    edit: (message: Pending) => {
      const of = message.note ? 'note' : 'reply'
      outbox.update((all) => without(all, message.clientMessageId))
      setMode(of)
      change([message.text, draft[of]].filter(Boolean).join('\n'), of)
    },
  }
}

export type Composing = ReturnType<typeof useComposer>

export function forgetArrived(arrived: readonly string[]): void {
  if (arrived.length === 0) return
  outbox.update((all) => arrived.reduce<Outbox>((rest, id) => without(rest, id), all))
}

/** [U-08] Whether the owner changed while there was text in the field. */
function useLockedWhileWriting(isLocked: boolean, hasText: boolean): boolean {
  const [wasLocked, setWasLocked] = useState(isLocked)
  const [isDuring, setDuring] = useState(false)
  useEffect(() => {
    if (isLocked && !wasLocked) setDuring(hasText)
    setWasLocked(isLocked)
  }, [isLocked, wasLocked, hasText])
  return isLocked && isDuring
}
