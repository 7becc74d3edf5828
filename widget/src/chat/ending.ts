// How a contact who is still there puts off the end that was announced.
import type { Api } from '../connection/api.ts'
import type { Answer } from '../connection/parse.ts'
import { type AnnouncedEnd, announcedEndIn } from '../state/end.ts'
import { typingEveryMs } from '../state/typing.ts'
import { latestThread } from '../state/view.ts'
import type { Model, Store } from './model.ts'

export type Ending = {
  /** Answers whether it worked, or nothing ends any more. */
  stay(): Promise<boolean>
  /** Whoever writes is there: said once for each warning, not with every letter. */
  noteWriting(): void
}

type Parts = {
  api: Pick<Api, 'stillHere'>
  store: Store
  onAnswer: (answer: Answer) => void
  reload: () => Promise<void>
  /** Milliseconds of a steady clock. */
  now: () => number
}

export function createEnding({ api, store, onAnswer, reload, now }: Parts): Ending {
  let isSaying = false
  let failedAt = Number.NEGATIVE_INFINITY

  async function stay(): Promise<boolean> {
    const thread = latestThread(store.read().view)
    const end = standingEnd(store.read())
    if (thread === null || end === null || isSaying) return true
    isSaying = true
    const reply = await api.stillHere()
    isSaying = false
    if (!reply.ok && reply.trouble.kind === 'unreachable') {
      failedAt = now()
      return false
    }
    if (reply.ok) onAnswer(reply.value)
    else {
      // It has ended, or the operator has put it aside.
      store.change({ voidEnd: { conversation: thread.id, seq: end.seq } })
      await reload()
    }
    return true
  }

  return {
    stay,
    noteWriting() {
      if (now() - failedAt >= typingEveryMs) void stay()
    },
  }
}

/** The warning that is to be answered now; null: there is none. */
export function standingEnd({ view, voidEnd }: Pick<Model, 'view' | 'voidEnd'>): AnnouncedEnd | null {
  const thread = latestThread(view)
  const end = thread === null ? null : announcedEndIn(thread)
  const isVoid = voidEnd !== null && voidEnd.conversation === thread?.id && voidEnd.seq === end?.seq
  return isVoid ? null : end
}
