/** What live clients show, when all is quiet, is what the database says; and nobody is shown what is not for them. */
import { isDeepStrictEqual } from 'node:util'
import {
  type ContactEvent,
  type ConversationView,
  type EventView,
  viewForContact,
  viewOfEvent,
} from '@baton/core/protocol'
import type { ShownStore } from '../traffic/shown-store.ts'
import type { Checker, Fresh, Logged } from './evidence.ts'

/** [D-09] [D-10] [I-28] [I-30] Each log that a client follows, whole, in order and nothing twice. */
export const shownLogsAreTheLog: Checker = ({ snapshot, stores }) => {
  const logs = Map.groupBy(snapshot.log, ({ conversation }) => conversation)
  return stores.flatMap((store) => [
    ...store.faults.map((said) => `${store.client}: ${said}`),
    ...[...store.logs].flatMap(([conversation, { position, events }]) => {
      const logged = logs.get(conversation) ?? []
      const last = logged.at(-1)?.event.seq ?? 0
      if (position !== last) return [`${store.client} stands at ${position} of ${conversation}, which ends at ${last}`]
      const shown = logged.flatMap((one) => viewFor(store, one))
      return isDeepStrictEqual(events, plain(shown)) ? [] : [`${store.client} shows another log of ${conversation}`]
    }),
  ])
}

/** [I-30] Each desk's inbox, open conversations and colleagues are those of one that loads afresh. */
export const desksShowWhatIsSo: Checker = ({ stores, fresh }) => {
  if (fresh === null) return []
  return stores.flatMap((store) =>
    store.kind === 'desk' ? [...wrongRows(store, fresh), ...wrongViews(store, fresh), ...wrongSeats(store, fresh)] : [],
  )
}

/** [I-38] [I-40] */
export const nobodyIsShownWhatIsNotForThem: Checker = ({ leaks }) => [...new Set(leaks)]

function viewFor({ kind }: ShownStore, { event }: Logged): (EventView | ContactEvent)[] {
  const view = viewOfEvent(event)
  const shown = kind === 'desk' ? view : viewForContact(view)
  return shown === null ? [] : [shown]
}

function wrongRows({ client, inbox }: ShownStore, { rows }: Fresh): string[] {
  const ids = new Set([...inbox.keys(), ...rows.keys()])
  return [...ids].flatMap((id) =>
    isDeepStrictEqual(forAll(inbox.get(id)), forAll(rows.get(id)))
      ? []
      : [`${client} shows another row of ${id}${difference(inbox.get(id), rows.get(id))}`],
  )
}

function wrongViews({ client, views }: ShownStore, fresh: Fresh): string[] {
  return [...views].flatMap(([id, view]) => {
    const actual = fresh.views.get(id)
    return actual === undefined || isDeepStrictEqual(comparable(view), comparable(actual))
      ? []
      : [`${client} shows another ${id}${difference(comparable(view), comparable(actual))}`]
  })
}

function wrongSeats({ client, presence }: ShownStore, { seats }: Fresh): string[] {
  return [...seats].flatMap(([id, seat]) =>
    isDeepStrictEqual(presence.get(id), seat)
      ? []
      : [`${client} shows ${id} as ${JSON.stringify(presence.get(id))}, not ${JSON.stringify(seat)}`],
  )
}

/** What no event tells: how the last handoff came out. */
const untold = ['chat_operator_outcome', 'chat_operator_reason']

function comparable(view: ConversationView): ConversationView {
  const told = Object.entries(view.variables).filter(([name]) => !untold.includes(name))
  return { ...forAll(view), variables: Object.fromEntries(told) }
}

/** How far one has read is each operator's own, and kept beside the log. */
function forAll<Row extends { read?: unknown } | undefined>(row: Row): Row {
  return row === undefined ? row : { ...row, read: undefined }
}

function difference(one: object | undefined, other: object | undefined): string {
  if (one === undefined || other === undefined) return one === undefined ? ': none' : ': too many'
  const names = Object.keys(other).filter(
    (name) => !isDeepStrictEqual(one[name as keyof typeof one], other[name as keyof typeof other]),
  )
  return `: ${names.map((name) => `${name} ${JSON.stringify(one[name as keyof typeof one])} not ${JSON.stringify(other[name as keyof typeof other])}`).join(', ')}`
}

/** As it comes over the wire. */
function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value))
}
