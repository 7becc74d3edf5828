import type { ConversationSummary, ConversationView } from '@baton/core/protocol'
import { useTranslation } from 'react-i18next'
import { conversations } from '../api/conversations.ts'
import { type Closing, forgetClosing, keepClosing, overtakenBy } from '../conversation/deeds/closings.ts'
import { closedNow, giveBack, heldBy, holderOf, type Receiver, shownAtOnce } from '../conversation/deeds/deeds.ts'
import { type Undoable, undoSlot } from '../conversation/deeds/undo-slot.ts'
import { useHand } from '../conversation/deeds/use-hand.ts'
import type { Change } from '../live/expected.ts'
import { useLive } from '../live/hooks.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { useMe } from '../shell/session.ts'
import { type BulkKind, bulk, runBulk } from './bulk.ts'
import { nothingSelected, selection } from './selection.ts'

type Answer = Promise<{ conversation: ConversationView }>
/** What is done to one, and how it will show. */
type One = { change: (row: ConversationSummary) => Change; call: (row: ConversationSummary) => Answer }
/** The way back of one, from what came of it. */
type Back = {
  change: (row: ConversationSummary) => Change
  call: (row: ConversationSummary, after: ConversationView) => Answer
}

/** It was left as it is, for a reason that has words of its own. */
class LeftAsItIs extends Error {
  override name = 'LeftAsItIs'
}

/** [U-04] [U-21] What can be done to all that are selected, and taken back for those it was done to. */
export function useBulk() {
  const { t } = useTranslation()
  const live = useLive()
  const me = useMe()
  const hand = useHand()
  const failureText = useFailureText()
  const reasonOf = (error: unknown) => (error instanceof LeftAsItIs ? error.message : failureText(error))
  const rowsOf = (ids: Iterable<string>) => {
    const { rows } = live.store.get()
    return [...ids].flatMap((id) => rows[id] ?? [])
  }

  /** What is taken back before it was answered waits for that. */
  const run = async (kind: BulkKind, ids: Iterable<string>, each: One, back: Back | null) => {
    const rows = rowsOf(ids)
    const before = new Map(rows.map((row) => [row.id, row]))
    const after = new Map<string, ConversationView>()
    const sent = runBulk(
      rows.map(({ id, contactName }) => ({ id, contact: contactName })),
      {
        kind,
        reasonOf,
        show: (id) => {
          const row = before.get(id)
          return row === undefined ? () => {} : live.expect(id, each.change(row))
        },
        whenKnown: (id) => live.whenKnown(id, after.get(id)?.lastSeq ?? 0),
        again: (left) => void run(kind, left, each, back),
        async one(id) {
          const row = before.get(id)
          if (row !== undefined) after.set(id, (await each.call(row)).conversation)
        },
      },
    )
    if (back === null) return void (await sent)
    const takeBack = async (row: ConversationSummary) => {
      const takeAway = live.expect(row.id, back.change(row))
      try {
        await sent
        const then = after.get(row.id)
        if (then !== undefined) await shownAtOnce(live, row.id, back.change(row), () => back.call(row, then))
      } catch (error) {
        hand.fail(error, t('undo.failed'))
      } finally {
        takeAway()
      }
    }
    const one: Undoable = {
      words: t(`pick.done.${kind}`, { count: rows.length }),
      settle: () => {},
      undo: () => {
        bulk.update(() => null)
        for (const row of rows) void takeBack(row)
      },
    }
    undoSlot.offer(one)
    const done = await sent
    if (done.length === rows.length || undoSlot.current.get() !== one) return
    if (done.length === 0) undoSlot.drop(one)
    else undoSlot.offer({ ...one, words: t(`pick.done.${kind}`, { count: done.length }) })
  }

  const close = (ids: readonly string[]) => {
    const rows = rowsOf(ids).filter(({ status }) => status === 'open')
    if (rows.length === 0) return
    const closings = new Map<string, Closing>()
    const takeAway = rows.map(({ id, epoch, lastSeq }) => {
      const closing = { conversation: id, epoch, seq: lastSeq, at: Date.now() }
      closings.set(id, closing)
      keepClosing(localStorage, me.id, closing)
      return live.expect(id, closedNow)
    })
    const end = () => {
      for (const take of takeAway) take()
      for (const { id } of rows) forgetClosing(localStorage, me.id, id)
    }
    undoSlot.offer({
      words: t('pick.done.close', { count: rows.length }),
      undo: end,
      settle: async () => {
        const call = async (row: ConversationSummary) => {
          const [closing, now] = [closings.get(row.id), live.store.get().rows[row.id]]
          const by = closing === undefined || now === undefined ? null : overtakenBy(closing, now)
          if (by !== null && by.by !== 'closed') throw new LeftAsItIs(t('pick.overtaken'))
          return conversations.close(row.id)
        }
        const closed = run('close', ids, { change: () => closedNow, call }, null)
        // It is shown by what is done now: what is refused is back at once, not with the last one.
        for (const take of takeAway) take()
        await closed
        end()
      },
    })
  }

  return {
    close: (ids: readonly string[]) => {
      selection.update(() => nothingSelected)
      close(ids)
    },
    assign: (ids: readonly string[], to: Receiver) => {
      const target = to.kind === 'operator' ? { operator: to.id } : { group: to.id }
      const one: One = {
        change: (row) => heldBy(row, to),
        call: ({ id, operator }) => conversations.transfer(id, target, operator?.id ?? null),
      }
      void run('assign', ids, one, { change: holderOf, call: (row, after) => giveBack(me.id, row, after) })
    },
    tag: (ids: readonly string[], tag: string) => {
      const one: One = {
        change: ({ tags }) => ({ tags: [...new Set([...tags, tag])] }),
        call: ({ id }) => conversations.change(id, { setTags: [tag] }),
      }
      const back: Back = {
        change: ({ tags }) => ({ tags }),
        // Where it was before, it stays.
        call: async ({ id, tags }, after) =>
          tags.includes(tag) ? { conversation: after } : conversations.change(id, { dropTags: [tag] }),
      }
      void run('tag', ids, one, back)
    },
    snooze: (ids: readonly string[], until: string) => {
      const one: One = {
        change: ({ chatState }) => (chatState === 'taken_over' ? { snoozedUntil: until } : {}),
        call: async ({ id, chatState }) => {
          if (chatState !== 'taken_over') throw new LeftAsItIs(t('pick.not_yours'))
          return conversations.snooze(id, until)
        },
      }
      const back: Back = {
        change: ({ snoozedUntil }) => ({ snoozedUntil }),
        call: ({ id, snoozedUntil }) => conversations.snooze(id, snoozedUntil),
      }
      void run('snooze', ids, one, back)
    },
  }
}

export type BulkDeeds = ReturnType<typeof useBulk>
