import type { ConversationSummary, ConversationView } from '@baton/core/protocol'
import type { TFunction } from 'i18next'
import { conversations } from '../../api/conversations.ts'
import { Problem, problemOf } from '../../api/problem.ts'
import type { Change } from '../../live/expected.ts'
import type { Live } from '../../live/live.ts'
import { isOfferedTo } from '../standing.ts'
import { type Closing, forgetClosing, keepClosing, keptClosings, lookAfterIn, overtakenBy } from './closings.ts'
import { type Undoable, undoSlot } from './undo-slot.ts'

/** What deeds need of the desk; they go on after the conversation has left the screen. */
export type Hand = {
  live: Live
  me: { id: string; name: string }
  t: TFunction<'desk'>
  say(message: string): void
  /** What was shown is taken away again; why is told. */
  fail(error: unknown, title: string): void
}

export type Receiver = { kind: 'operator' | 'group'; id: string; name: string }

/** In milliseconds, before a closing that did not get through is tried again. */
const againMs = 5_000

/** Somebody has moved the conversation on since. */
export class MovedOn extends Error {
  override name = 'MovedOn'
  readonly owner: string | null

  constructor(owner: string | null) {
    super('The conversation has moved on')
    this.owner = owner
  }
}

/** [U-04] Shows at once what a call will come to, until all that is shown has it; a refusal takes it away. */
export async function shownAtOnce(
  live: Live,
  id: string,
  change: Change,
  call: () => Promise<{ conversation: ConversationView }>,
): Promise<ConversationView> {
  const takeAway = live.expect(id, change)
  try {
    const { conversation } = await call()
    void live.whenKnown(id, conversation.lastSeq).then(takeAway)
    return conversation
  } catch (error) {
    takeAway()
    throw error
  }
}

/** [U-04] As above; a refusal is told as well. Null: it was refused. */
async function doAtOnce(
  { live, t, fail }: Hand,
  id: string,
  change: Change,
  call: () => Promise<{ conversation: ConversationView }>,
): Promise<ConversationView | null> {
  try {
    return await shownAtOnce(live, id, change, call)
  } catch (error) {
    fail(error, t('act.failed'))
    // Without a socket nobody tells what has become of it instead.
    if (live.phase.get().name !== 'open') void live.reload(id)
    return null
  }
}

/** Those that are being taken over: what is done with them meanwhile can wait for that. Null: it was refused. */
const taking = new Map<string, Promise<ConversationView | null>>()

/** [HO-40] By the offer where one is asked alone. */
export function takeOver(hand: Hand, view: ConversationSummary): Promise<ConversationView | null> {
  const { id } = view
  const { me } = hand
  const isMine = isOfferedTo(me.id, view)
  const call = () => (isMine ? conversations.acceptOffer(id) : conversations.claim(id, me.id))
  return take(hand, view, call)
}

/** [HO-41] From whoever has it, for those who may. */
export function takeFromOwner(hand: Hand, view: ConversationSummary): Promise<ConversationView | null> {
  const owner = view.operator?.id ?? null
  return take(hand, view, () => conversations.transfer(view.id, { operator: hand.me.id }, owner))
}

function take(
  hand: Hand,
  view: ConversationSummary,
  call: () => Promise<{ conversation: ConversationView }>,
): Promise<ConversationView | null> {
  const { id } = view
  const known = taking.get(id)
  if (known !== undefined) return known
  const taken = doAtOnce(hand, id, heldBy(view, { kind: 'operator', ...hand.me }), call).finally(() =>
    taking.delete(id),
  )
  taking.set(id, taken)
  return taken
}

/** [RO-30] Whom it goes to next is not known yet; no longer to me. */
export function decline(hand: Hand, { id }: ConversationSummary): Promise<ConversationView | null> {
  return doAtOnce(hand, id, { requestedOperator: null, offeredUntil: null }, () => conversations.declineOffer(id))
}

export function setLocked(hand: Hand, { id }: ConversationSummary, locked: boolean): Promise<ConversationView | null> {
  return doAtOnce(hand, id, { locked }, () => conversations.setLocked(id, locked))
}

/** Throws what it was refused with: the note that goes with it is kept where it was written. */
export function handOver(
  { live }: Hand,
  { id }: ConversationSummary,
  body: Parameters<typeof conversations.handOver>[1],
): Promise<ConversationView> {
  return shownAtOnce(live, id, withChatbot, () => conversations.handOver(id, body))
}

type Deed = {
  id: string
  words: string
  change: Change
  call: () => Promise<{ conversation: ConversationView }>
  /** The way back, from what came of it. */
  back: { change: Change; call: (after: ConversationView) => Promise<{ conversation: ConversationView }> }
}

/** [U-21] Done at once, and back the same way; what is undone before it was answered waits for that. */
function doUndoably({ live, t, fail }: Hand, { id, words, change, call, back }: Deed): void {
  const sent = shownAtOnce(live, id, change, call)
  const takeBack = async () => {
    const takeAway = live.expect(id, back.change)
    try {
      const after = await sent.catch(() => null)
      if (after !== null) await shownAtOnce(live, id, back.change, () => back.call(after))
    } catch (error) {
      fail(error, t('undo.failed'))
    } finally {
      takeAway()
    }
  }
  const one: Undoable = { words, undo: () => void takeBack(), settle: () => {} }
  undoSlot.offer(one)
  sent.catch((error: unknown) => {
    undoSlot.drop(one)
    fail(error, t('act.failed'))
  })
}

/** [U-02] Until then, RFC 3339; null: no longer. */
export function snooze(hand: Hand, view: ConversationSummary, until: string | null, words: string): void {
  const { id, snoozedUntil } = view
  doUndoably(hand, {
    id,
    words,
    change: { snoozedUntil: until },
    call: () => conversations.snooze(id, until),
    back: { change: { snoozedUntil }, call: () => conversations.snooze(id, snoozedUntil) },
  })
}

export function transfer(hand: Hand, view: ConversationSummary, to: Receiver): void {
  const { id } = view
  const from = view.operator?.id ?? null
  doUndoably(hand, {
    id,
    words: hand.t('undo.transferred', { contact: view.contactName, name: to.name }),
    change: heldBy(view, to),
    call: () => conversations.transfer(id, to.kind === 'operator' ? { operator: to.id } : { group: to.id }, from),
    back: {
      change: holderOf(view),
      call: async (after) => {
        const now = hand.live.store.get().rows[id]
        if (now !== undefined && now.lastSeq > after.lastSeq && now.epoch !== after.epoch)
          throw new MovedOn(now.operator?.name ?? null)
        return giveBack(hand.me.id, view, after)
      },
    },
  })
}

/** [U-21] To whom it belonged, unless it has moved on since: `after` says whose it was then. */
export async function giveBack(me: string, was: ConversationSummary, after: ConversationSummary) {
  const owner = after.operator?.id ?? null
  if (was.operator !== null) return conversations.transfer(was.id, { operator: was.operator.id }, owner)
  if (was.chatState !== 'chatbot_controlled')
    return conversations.transfer(was.id, { group: was.group?.id ?? null }, owner)
  // Only whoever has it may give it back to the bot.
  await conversations.transfer(was.id, { operator: me }, owner)
  return conversations.handOver(was.id, {})
}

const nobody = { operator: null, requestedOperator: null, offeredUntil: null, takenOverAt: null, snoozedUntil: null }

/** How a conversation shows once somebody has it, or a group is asked. */
export function heldBy({ requestedAt, group }: ConversationSummary, to: Receiver): Change {
  const now = new Date().toISOString()
  const { id, name } = to
  return to.kind === 'operator'
    ? { ...nobody, chatState: 'taken_over', operator: { id, name } as never, group, takenOverAt: now }
    : { ...nobody, chatState: 'operator_requested', group: { id, name } as never, requestedAt: requestedAt ?? now }
}

export function holderOf(view: ConversationSummary): Change {
  const { chatState, operator, requestedOperator, offeredUntil, group, requestedAt, takenOverAt, snoozedUntil } = view
  return { chatState, operator, requestedOperator, offeredUntil, group, requestedAt, takenOverAt, snoozedUntil }
}

const withChatbot: Change = { ...nobody, chatState: 'chatbot_controlled', group: null, requestedAt: null }

export const closedNow: Change = { ...withChatbot, status: 'closed' }

/** Those that wait in this page: pressing twice is once. */
const waiting = new Set<string>()

/**
 * [U-21] Shows it as closed, and closes it when ten seconds have passed, something else is done, or the page goes away.
 * What the contact writes meanwhile calls it off: it would vanish in a closed conversation.
 */
export function close(hand: Hand, view: ConversationSummary): void {
  const { live, me, t, say } = hand
  const { id, contactName: contact } = view
  if (waiting.has(id)) return
  waiting.add(id)
  let closing = { conversation: id, epoch: view.epoch, seq: view.lastSeq, at: Date.now() }
  let isTaking = taking.has(id)
  keepClosing(localStorage, me.id, closing)
  const takeAway = live.expect(id, closedNow)
  const stop = live.store.subscribe(() => look())
  const end = () => {
    stop()
    waiting.delete(id)
    forgetClosing(localStorage, me.id, id)
    takeAway()
  }
  const one: Undoable = {
    words: t('act.done.closed', { contact }),
    undo: end,
    settle: async () => {
      stop()
      await sendClosing(hand, closing, contact)
      waiting.delete(id)
      takeAway()
    },
  }
  const look = () => {
    if (isTaking) return
    const now = live.store.get().rows[id]
    const overtaken = now === undefined ? null : overtakenBy(closing, now)
    if (overtaken === null) return
    undoSlot.drop(one)
    end()
    if (overtaken.by !== 'closed') say(t(`undo.called_off.${overtaken.by}`, { contact }))
  }
  undoSlot.offer(one)
  void taking.get(id)?.then((after) => {
    isTaking = false
    if (!waiting.has(id)) return
    if (after === null) {
      undoSlot.drop(one)
      return end()
    }
    // What the contact has said meanwhile is news; that it is mine by now is not.
    const isNews = after.lastLine?.at !== view.lastLine?.at
    closing = { ...closing, epoch: after.epoch, seq: isNews ? closing.seq : after.lastSeq }
    keepClosing(localStorage, me.id, closing)
    look()
  })
}

/** Settles when it is closed and that is known, or refused; tries again for as long as nobody answers. */
async function sendClosing({ live, me, t, fail }: Hand, closing: Closing, contact: string): Promise<void> {
  const id = closing.conversation
  for (;;) {
    try {
      const { conversation } = await conversations.close(id)
      forgetClosing(localStorage, me.id, id)
      return await live.whenKnown(id, conversation.lastSeq)
    } catch (error) {
      if (error instanceof Problem && error.status < 500) {
        forgetClosing(localStorage, me.id, id)
        return fail(error, t('undo.not_closed', { contact }))
      }
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }
}

/** [U-21] What a page that went away, or died, has left written down: closed unless it is, or was overtaken. Answers how to stop. */
export function lookAfterClosings(hand: Hand): () => void {
  const timers = keptClosings(localStorage, hand.me.id).map((closing) =>
    setTimeout(() => void lookAfter(hand, closing), lookAfterIn(closing, Date.now())),
  )
  return () => {
    for (const timer of timers) clearTimeout(timer)
  }
}

async function lookAfter(hand: Hand, closing: Closing): Promise<void> {
  const id = closing.conversation
  const isLeft = keptClosings(localStorage, hand.me.id).some(({ conversation }) => conversation === id)
  if (!isLeft || waiting.has(id)) return
  try {
    const view = await conversations.read(id)
    if (overtakenBy(closing, view) === null) await sendClosing(hand, closing, view.contactName)
    else forgetClosing(localStorage, hand.me.id, id)
  } catch (error) {
    // Gone, or not for these eyes: nothing to close. Unreachable: the next page looks again.
    if (problemOf(error) !== null) forgetClosing(localStorage, hand.me.id, id)
  }
}
