/** Reads a whole store, as of one moment, for the checks; also while servers run on it. */
import { after, type Instant } from '@baton/core/time'
import type { Clock } from '../clock.ts'
import type { Fault } from '../store/moving/checks.ts'
import { eventsIn, inspect } from '../store/moving/inspect.ts'
import {
  type ConversationRowFacts,
  readConversationRows,
  readErasures,
  readOpenTwins,
  readWorkspaces,
  type WorkspaceFacts,
} from '../store/moving/inspect-workspaces.ts'
import type { StorePlace } from '../store/moving/move.ts'
import { readPostgres } from '../store/moving/postgres-snapshot.ts'
import { type CheckName, Report } from '../store/moving/report.ts'
import type { Snapshot } from '../store/moving/snapshot.ts'
import { readSqlite } from '../store/moving/sqlite-snapshot.ts'
import type { OnPassed } from '../store/moving/stream.ts'
import type { Facts } from './finding.ts'
import { longestWait } from './waiting-checks.ts'

export type Looking = {
  place: StorePlace
  clock: Clock
  /** A look begins at so many events; called with what has passed since. */
  step(title: string, expected: number, unit: 'rows'): OnPassed
}

/** An erasure takes moments; one that is still there so much later has been left. Milliseconds. */
const longestErasure = 1_000

/** One entry per workspace, and a last one for what belongs to none. */
export async function examine(looking: Looking): Promise<Facts[]> {
  const { place, clock } = looking
  const examined = await readStore(place, (snapshot) => examineSnapshot(snapshot, looking))
  if (examined.every(({ erasing }) => erasing.length === 0)) return examined
  await new Promise<void>((resolve) => void clock.after(longestErasure, resolve))
  const left = new Set((await readStore(place, readErasures)).map(({ workspace, id }) => `${workspace} ${id}`))
  return examined.map((facts) => ({
    ...facts,
    erasing: facts.erasing.filter((id) => left.has(`${facts.workspace?.id} ${id}`)),
  }))
}

function readStore<T>(place: StorePlace, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return place.kind === 'sqlite' ? readSqlite(place.directory, work) : readPostgres(place.url, work)
}

async function examineSnapshot(snapshot: Snapshot, { clock, step }: Looking): Promise<Facts[]> {
  const now = clock.now()
  const report = new Collecting(step('Looking', await eventsIn(snapshot), 'rows'))
  await inspect(snapshot, report)
  const workspaces = await readWorkspaces(snapshot, { now, overdueSince: after(now, -longestWait) })
  const named = report.faults.flatMap(({ place }) => wordsOf(place))
  const rows = await readConversationRows(snapshot, [...new Set(named.filter((word) => word.startsWith('conv')))])
  const doubled = report.faults.filter(({ check }) => check === 'openOnce').map(({ place }) => wordsOf(place)[0])
  const twins: ConversationRowFacts[][] = []
  for (const row of onePerContact(rows.filter(({ id }) => doubled.includes(id))))
    twins.push(await readOpenTwins(snapshot, row))
  return gathered({ now, workspaces, faults: report.faults, rows, twins })
}

type Read = {
  now: Instant
  workspaces: readonly WorkspaceFacts[]
  faults: readonly (Fault & { check: CheckName })[]
  rows: readonly ConversationRowFacts[]
  twins: readonly (readonly ConversationRowFacts[])[]
}

/** Everything to the workspace it belongs to; what belongs to none comes last. */
function gathered({ now, workspaces, faults, rows, twins }: Read): Facts[] {
  const homes = new Map<string, string>(rows.map(({ id, workspace }) => [id, workspace]))
  for (const { workspace, operators, groups } of workspaces)
    for (const { id } of [workspace, ...operators, ...groups]) homes.set(id, workspace.id)
  const homeOf = ({ place }: Fault) => wordsOf(place).flatMap((word) => homes.get(word) ?? [])[0] ?? null
  const known = new Set<string>(workspaces.map(({ workspace }) => workspace.id))
  const of = (id: string | null) => ({
    now,
    faults: faults.filter((fault) => {
      const home = homeOf(fault)
      return id === null ? home === null || !known.has(home) : home === id
    }),
    rows: new Map(rows.filter(({ workspace }) => id === null || workspace === id).map((row) => [row.id, row])),
    twins: twins.filter(([first]) => first?.workspace === id),
  })
  return [...workspaces.map((facts) => ({ ...facts, ...of(facts.workspace.id) })), { ...nothing, ...of(null) }]
}

const nothing = {
  workspace: null,
  operators: [],
  groups: [],
  liveBots: [],
  requests: [],
  lostTurns: [],
  strayWorks: [],
  lostOffers: [],
  erasing: [],
  stuck: [],
}

/** What a place names: ids, beside words that are none. */
function wordsOf(place: string): string[] {
  return place.split(/[\s,()]+/)
}

function onePerContact(rows: readonly ConversationRowFacts[]): ConversationRowFacts[] {
  const keyOf = ({ workspace, bot, channel, contact }: ConversationRowFacts) =>
    JSON.stringify([workspace, bot, channel, contact])
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()]
}

/** Keeps what is found, with the check that found it. */
class Collecting extends Report {
  readonly faults: (Fault & { check: CheckName })[] = []

  constructor(passed: OnPassed) {
    super(() => {}, passed)
  }

  override add(check: CheckName, looked: number, faults: readonly Fault[]): void {
    super.add(check, looked, faults)
    this.faults.push(...faults.map((fault) => ({ ...fault, check })))
  }
}
