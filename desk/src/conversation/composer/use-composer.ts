import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { conversations } from '../../api/conversations.ts'
import { problemOf } from '../../api/problem.ts'
import { randomId } from '../../api/random-id.ts'
import { useLive, useStore } from '../../live/hooks.ts'
import type { Log } from '../../live/log.ts'
import { useMe } from '../../shell/session.ts'
import { useSteady } from '../../shell/use-steady.ts'
import { mayReply, type Permission, type Standing } from '../standing.ts'
import { type Attachment, attachments } from './attachments.ts'
import { blanksIn } from './canned.ts'
import { concernsOf } from './concerns.ts'
import { writingOf } from './kept-writing.ts'
import { moveThatLocked } from './locking.ts'
import { mentionedIn } from './mentions.ts'
import { arrivedIn, type Pending } from './outbox.ts'
import { peopleQuery } from './use-mentions.ts'

export type Mode = 'reply' | 'note'

/** Characters of a message, as the server counts. */
export const longestMessage = 10_000

const free: Permission = { kind: 'free' }

/** The texts being written in one conversation and those on their way. Reply and note are kept apart throughout. */
export function useComposer(log: Log, standing: Standing) {
  const { view } = log
  const live = useLive()
  const client = useQueryClient()
  const me = useMe()
  const { outbox, book } = writingOf(me.id)
  const [mode, setMode] = useState<Mode>('reply')
  const draft = useStore(book.store)[view.id] ?? book.of(view.id)
  const field = useRef<HTMLTextAreaElement>(null)
  const pending = useStore(outbox.store)
  const files = useStore(attachments.store).filter(
    (one) => one.conversation === view.id && one.note === (mode === 'note'),
  )
  const notes = useNotes(log, draft.note)
  /** The text that was held back once: sent again, it goes. */
  const [heldBack, setHeldBack] = useState<string | null>(null)
  /** [U-05] A failed message that is written anew keeps its id: perhaps it got there after all. */
  const again = useRef<{ clientMessageId: string; mode: Mode } | null>(null)
  const permission = mode === 'note' && standing.kind !== 'closed' ? free : mayReply(standing)
  const isBlocked = isShut(permission)
  const wasLockedWhileWriting = useLockedWhileWriting(isShut(mayReply(standing)), draft.reply !== '')
  const text = draft[mode]
  useDraftsInStep(book, log)

  const change = (next: string, of: Mode = mode) => {
    book.write(view.id, { [of]: next })
    if (next === '' && again.current?.mode === of) again.current = null
    if (of === 'reply' && next !== '') live.tellTyping(view.id)
  }
  const deliver = async (message: Pending): Promise<boolean> => {
    try {
      await conversations.send(view.id, me.id, message, await mentionsOf(client, message))
      if (live.phase.get().name !== 'open') await live.reload(view.id)
      return true
    } catch (error) {
      outbox.fail(message.clientMessageId, detailOf(error))
      return false
    }
  }
  const sendText = async (words: string, note: boolean): Promise<boolean> => {
    const isAgain = again.current?.mode === mode
    const clientMessageId = (isAgain ? again.current?.clientMessageId : undefined) ?? randomId()
    const at = new Date().toISOString()
    const message = outbox.send({ clientMessageId, conversation: view.id, text: words, note, at })
    change('')
    return deliver(message)
  }
  /** Whether it is on its way: not so when there is nothing to send, or it was held back. */
  const send = (): boolean => {
    const words = text.trim()
    const isReady = words !== '' || files.some(({ state }) => state === 'waiting' || state === 'failed')
    if (!isReady || isBlocked || words.length > longestMessage) return false
    if (words !== '' && heldBack !== words && concernsOf(words, mode, notes) !== null) {
      setHeldBack(words)
      selectBlank()
      return false
    }
    setHeldBack(null)
    live.stopTyping(view.id)
    const note = mode === 'note'
    void (async () => {
      // What the words did not get through, files would not either.
      if (words === '' || (await sendText(words, note))) await attachments.sendAll(view.id, note, me.id)
    })()
    return true
  }
  const selectBlank = () => {
    const [blank] = blanksIn(field.current?.value ?? '')
    if (blank === undefined) return
    field.current?.focus()
    field.current?.setSelectionRange(blank.from, blank.to)
  }
  /** At once: the very next key must already land in the field, and in the right text. */
  const write = (next: Mode) => {
    flushSync(() => setMode(next))
    field.current?.focus()
  }
  const deeds = useSteady({
    change,
    send,
    write,
    selectBlank,
    focused: (isFocused: boolean) => book.focus(isFocused ? view.id : null),
    /** Puts words in place of a stretch of the text, and the caret behind them, or on the first blank in them. */
    put: (words: string, from: number, to: number) => {
      flushSync(() => change(text.slice(0, from) + words + text.slice(to)))
      const [blank] = blanksIn(words)
      field.current?.focus()
      if (blank === undefined) field.current?.setSelectionRange(from + words.length, from + words.length)
      else field.current?.setSelectionRange(from + blank.from, from + blank.to)
    },
    /** [U-09] As if a slash had been typed where the caret is. */
    seek: () => {
      const at = field.current?.selectionStart ?? text.length
      const slash = at === 0 || /\s/.test(text[at - 1] ?? '') ? '/' : ' /'
      flushSync(() => change(text.slice(0, at) + slash + text.slice(at)))
      field.current?.focus()
      field.current?.setSelectionRange(at + slash.length, at + slash.length)
    },
    /** [U-10] Begins a note for somebody, before what stands there. */
    address: (name: string) => {
      const sign = `@${name} `
      if (!draft.note.includes(sign)) change(sign + draft.note, 'note')
      write('note')
    },
    attach: (chosen: readonly File[]) => {
      attachments.add(view.id, mode === 'note', chosen)
      field.current?.focus()
    },
    retryFile: ({ clientMessageId }: Attachment) => void attachments.send(clientMessageId, me.id),
    /** [U-08] What cannot be sent any more becomes a note for whoever has the conversation now. */
    writeAsNote: () => {
      book.write(view.id, { reply: '', note: [draft.note, draft.reply].filter(Boolean).join('\n') })
      attachments.turnIntoNotes(view.id)
      write('note')
    },
    retry: (message: Pending) => void deliver(outbox.send(message)),
    discard: (message: Pending) => outbox.remove([message.clientMessageId]),
    /** Back into the field it came from, in front of what is there now. */
    edit: (message: Pending) => {
      const of = message.note ? 'note' : 'reply'
      outbox.remove([message.clientMessageId])
      again.current = message.detail === reused ? null : { clientMessageId: message.clientMessageId, mode: of }
      change([message.text, draft[of]].filter(Boolean).join('\n'), of)
      write(of)
    },
    forgetArrived: (arrived: readonly string[]) => outbox.remove(arrived),
  })
  return {
    ...deeds,
    /** The same throughout, for whoever needs nothing else. */
    deeds,
    mode,
    text,
    hasOther: draft[mode === 'reply' ? 'note' : 'reply'] !== '',
    field,
    pending,
    files,
    permission,
    isBlocked,
    wasLockedWhileWriting,
    lockedBy: isBlocked ? moveThatLocked(log.events, standing) : null,
    concerns: heldBack !== null && heldBack === text.trim() ? concernsOf(heldBack, mode, notes) : null,
    replyText: draft.reply,
  }
}

/** [U-13] Whom a note is for, by their names in it. */
async function mentionsOf(client: QueryClient, { note, text }: Pending): Promise<string[]> {
  if (!note || !text.includes('@')) return []
  return mentionedIn(text, await client.ensureQueryData(peopleQuery)).map(({ id }) => id)
}

export type Composing = ReturnType<typeof useComposer>
export type Composed = Composing['deeds']

function isShut({ kind }: Permission): boolean {
  return kind === 'locked' || kind === 'closed'
}

/** [U-05] Another text with the same id: the first one had got there. */
export const reused = 'reused'

function detailOf(error: unknown): string | null {
  const problem = problemOf(error)
  if (problem?.status === 409 && problem.owner !== null) return `taken:${problem.owner.name}`
  return problem?.code === 'key_reused' ? reused : (problem?.detail ?? null)
}

/** [U-06] Asked for with each conversation that opens and each connection. What arrived after all is waited for no more. */
function useDraftsInStep(book: ReturnType<typeof writingOf>['book'], { events }: Log): void {
  const resumes = useStore(useLive().resumes)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new connection asks again
  useEffect(() => void book.pull(), [book, resumes])
  useEffect(() => {
    const arrived = arrivedIn(events)
    for (const { clientMessageId } of attachments.store.get())
      if (arrived.has(clientMessageId)) attachments.remove(clientMessageId)
  }, [events])
}

/** [U-10] Whatever was written for operators only: notes in the log, and what stands or stood in the field for notes. */
function useNotes({ events }: Log, written: string): string[] {
  const erased = useRef<string[]>([])
  const before = useRef(written)
  useEffect(() => {
    // Cut out, or sent: one key takes one character away.
    if (written.length < before.current.length - 1) erased.current.push(before.current)
    before.current = written
  }, [written])
  const noted = events.flatMap((event) => (event.type === 'message' && event.data.note ? [event.data.text ?? ''] : []))
  return [...noted, ...erased.current, written]
}

/** [U-08] Whether the owner changed, or the conversation ended, while there was text in the field. */
function useLockedWhileWriting(isLocked: boolean, hasText: boolean): boolean {
  const [wasLocked, setWasLocked] = useState(isLocked)
  const [isDuring, setDuring] = useState(false)
  useEffect(() => {
    if (isLocked && !wasLocked) setDuring(hasText)
    setWasLocked(isLocked)
  }, [isLocked, wasLocked, hasText])
  return isLocked && isDuring
}
