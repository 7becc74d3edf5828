/** When all is quiet: what the database says, what everybody was shown, and the checks that the lab makes of both. */

import { asId, type WorkspaceId } from '@baton/core/ids'
import type { ConversationSummary, ConversationView, OperatorView } from '@baton/core/protocol'
import { type CheckerName, checkAll } from '../lab/checkers/checkers.ts'
import type { Fresh, Logged, Snapshot } from '../lab/checkers/evidence.ts'
import type { ShownStore } from '../lab/traffic/shown-store.ts'
import type { Store } from '../server/src/store/store.ts'
import { type Actor, frontOf, programHeaders, type Stage } from './actor.ts'
import { type Front, ignored } from './front.ts'

const pageSize = 1_000
const rowsPerPage = 200
/** Here they are judged commit by commit, by limits and scripts that change while a run goes on. */
const judgedAlready: readonly CheckerName[] = ['nobodyPassesTheirLimit', 'turnsFinishExactlyOnce']
const brokenByForgetting: readonly CheckerName[] = ['positionsHaveNoGaps', 'picksFollowFromTheLoads']
/** [RO-10] Offers and wrap-ups take seats beside the load; commit by commit they are counted. */
const judgedWithSeats: readonly CheckerName[] = ['picksFollowFromTheLoads']

/** Everything that is wrong, in words. To be called within an event; other events go on meanwhile. */
export async function judgeCalm(
  stage: Stage,
  actors: readonly Actor[],
  isDense: boolean,
  gone: { conversations: ReadonlySet<string>; words: ReadonlySet<string> },
): Promise<string[]> {
  const forgotten = gone.conversations
  const { place, history } = stage
  const front = frontOf(stage, 'judge', programHeaders(place))
  const stores = actors.flatMap(({ store }) => store ?? [])
  const snapshot = await readSnapshot(front, place.id, isDense)
  const fresh = await loadFresh(front, stores)
  if (snapshot === null || fresh === null) return ['nobody could be asked how things stand']
  for (const store of stores) forget(store, forgotten)
  const isRemembered = (client: string) => ![...stage.settled.forgotten].some((who) => client.endsWith(`-${who}`))
  const told = history.operations.filter(({ workspace, client, wish, outcome }) => {
    const id = 'conversation' in wish ? wish.conversation : outcome.kind === 'ok' ? outcome.conversation : null
    const isGone = wish.type === 'send' && gone.words.has(wish.key)
    const isKnown = !(outcome.kind === 'refused' && outcome.code === ignored)
    return !isGone && isKnown && workspace === place.name && isRemembered(client) && !(id !== null && forgotten.has(id))
  })
  const hasSeats = snapshot.log.some(({ event }) => event.type === 'operator_offered' || 'wrapUpSeconds' in event.data)
  const except = [
    ...judgedAlready,
    ...(forgotten.size === 0 ? [] : brokenByForgetting),
    ...(hasSeats ? judgedWithSeats : []),
  ]
  const { leaks } = history
  return checkAll({ snapshot, history: told, stores, fresh, leaks, isQuiet: true }, except)
}

/** What nobody tells desks of conversations that are gone. */
function forget(store: ShownStore, forgotten: ReadonlySet<string>): void {
  for (const conversation of forgotten) {
    store.logs.delete(conversation)
    store.views.delete(conversation)
    store.inbox.delete(conversation)
  }
}

function readSnapshot(front: Front, workspace: string, isDense: boolean): Promise<Snapshot | null> {
  return front.someMember().askBaton(front.owner, 'snapshot', ({ store }) => snapshotOf(store, workspace, isDense))
}

async function snapshotOf(store: Store, workspace: string, isDense: boolean): Promise<Snapshot> {
  const id = asId<'workspace'>(workspace)
  const operators = await store.operators.list(id)
  return {
    log: await logOf(store, id),
    operators: operators.map(({ id: operator, capacity }) => ({ id: operator, capacity })),
    isDense,
  }
}

/** The whole log of a workspace, in the order of commits. */
export async function logOf(store: Store, workspace: WorkspaceId): Promise<Logged[]> {
  const log: Logged[] = []
  for (;;) {
    const page = await store.conversations.inbox(workspace, log.at(-1)?.position ?? 0, pageSize)
    if (page.length === 0) return log
    log.push(...page)
  }
}

async function loadFresh(front: Front, stores: readonly ShownStore[]): Promise<Fresh | null> {
  const read = (path: string) => front.until({ type: 'other', call: 'load' }, { method: 'GET', path })
  const rows = new Map<string, ConversationSummary>()
  for (let cursor: unknown = ''; typeof cursor === 'string'; ) {
    const query = `limit=${rowsPerPage}&status=any${cursor === '' ? '' : `&cursor=${cursor}`}`
    const { body } = await read(`/conversations?${query}`)
    for (const row of (body.items ?? []) as ConversationSummary[]) rows.set(row.id, row)
    cursor = body.nextCursor
  }
  const views = new Map<string, ConversationView>()
  for (const conversation of new Set(stores.flatMap((store) => [...store.views.keys()]))) {
    const { outcome, body } = await read(`/conversations/${conversation}`)
    if (outcome.kind === 'ok') views.set(conversation, body as unknown as ConversationView)
  }
  const { body } = await read('/operators?limit=200')
  const seats = (body.items ?? []) as OperatorView[]
  return { rows, views, seats: new Map(seats.map(({ id, status, load }) => [id, { status, load }])) }
}
