import type { ConversationSummary, ConversationView } from '@baton/core/protocol'
import { useTranslation } from 'react-i18next'
import { conversations } from '../api/conversations.ts'
import { type Closing, forgetClosing, keepClosing, overtakenBy } from '../conversation/deeds/closings.ts'
import { giveBack, type Receiver } from '../conversation/deeds/deeds.ts'
import { undoSlot } from '../conversation/deeds/undo-slot.ts'
import type { Change } from '../live/expected.ts'
import { useLive } from '../live/hooks.ts'
import { useFailureText } from '../shell/Failure.tsx'
import { useMe } from '../shell/session.ts'
import { type BulkKind, bulk, runBulk } from './bulk.ts'
import { nothingSelected, selection } from './selection.ts'

type One = (row: ConversationSummary) => Promise<{ conversation: ConversationView }>
/** The way back of one, from what came of it. */
type Back = (row: ConversationSummary, after: ConversationView) => Promise<unknown>

const closedNow: Change = { status: 'closed', chatState: 'chatbot_controlled', operator: null, group: null }

/** It was left as it is, for a reason that has words of its own. */
class LeftAsItIs extends Error {
  override name = 'LeftAsItIs'
}

/** [U-04] [U-21] What can be done to all that are selected, and taken back for those it was done to. */
export function useBulk() {
  const { t } = useTranslation()
  const live = useLive()
  const me = useMe()
  const failureText = useFailureText()
  const reasonOf = (error: unknown) => (error instanceof LeftAsItIs ? error.message : failureText(error))
  const rowsOf = (ids: Iterable<string>) => {
    const { rows } = live.store.get()
    return [...ids].flatMap((id) => rows[id] ?? [])
  }

  const run = async (kind: BulkKind, ids: Iterable<string>, one: One, back: Back | null) => {
    const rows = rowsOf(ids)
    const before = new Map(rows.map((row) => [row.id, row]))
    const after = new Map<string, ConversationView>()
    const done = await runBulk(
      rows.map(({ id, contactName }) => ({ id, contact: contactName })),
      {
        kind,
        reasonOf,
        again: (left) => void run(kind, left, one, back),
        async one(id) {
          const row = before.get(id)
          if (row !== undefined) after.set(id, (await one(row)).conversation)
        },
      },
    )
    if (back === null || done.length === 0) return
    undoSlot.offer({
      words: t(`pick.done.${kind}`, { count: done.length }),
      settle: () => {},
      undo: () => {
        bulk.update(() => null)
        for (const id of done) {
          const [row, then] = [before.get(id), after.get(id)]
          if (row !== undefined && then !== undefined) void back(row, then).catch(() => void live.reload(id))
        }
      },
    })
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
        for (const take of takeAway) take()
        const one: One = async (row) => {
          const [closing, now] = [closings.get(row.id), live.store.get().rows[row.id]]
          const by = closing === undefined || now === undefined ? null : overtakenBy(closing, now)
          if (by !== null && by.by !== 'closed') throw new LeftAsItIs(t('pick.overtaken'))
          return conversations.close(row.id)
        }
        await run('close', ids, one, null)
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
      const one: One = ({ id, operator }) =>
        conversations.transfer(
          id,
          to.kind === 'operator' ? { operator: to.id } : { group: to.id },
          operator?.id ?? null,
        )
      void run('assign', ids, one, (row, after) => giveBack(me.id, row, after))
    },
    tag: (ids: readonly string[], tag: string) => {
      const had = new Set(rowsOf(ids).flatMap(({ id, tags }) => (tags.includes(tag) ? [id] : [])))
      const back: Back = ({ id }) => (had.has(id) ? Promise.resolve() : conversations.change(id, { dropTags: [tag] }))
      void run('tag', ids, ({ id }) => conversations.change(id, { setTags: [tag] }), back)
    },
    snooze: (ids: readonly string[], until: string) => {
      const one: One = async ({ id, chatState }) => {
        if (chatState !== 'taken_over') throw new LeftAsItIs(t('pick.not_yours'))
        return conversations.snooze(id, until)
      }
      void run('snooze', ids, one, ({ id, snoozedUntil }) => conversations.snooze(id, snoozedUntil))
    },
  }
}

export type BulkDeeds = ReturnType<typeof useBulk>
