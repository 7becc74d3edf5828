/** [RO-52] Looks for what is wrong in a store, and puts right what needs nobody's decision. */
import { type Instant, instant } from '@baton/core/time'
import { cryptographicChance, newId } from '../chance.ts'
import type { Clock } from '../clock.ts'
import { ConversationLine } from '../conversations/conversations.ts'
import { openMending } from '../store/moving/inspect-mending.ts'
import type { StorePlace } from '../store/moving/move.ts'
import { openStore } from '../store/open.ts'
import { findIn } from './checks.ts'
import { examine, type Looking } from './examine.ts'
import { type Finding, keyOf } from './finding.ts'
import { inOrder, makeRepair, type Outcome, type RepairParts } from './repairs.ts'

export type Wishes = {
  /** The name or id of the only workspace to look at; null: all of them, and the database. */
  workspace: string | null
  isRepairing: boolean
}

export type Diagnosis = {
  /** Every workspace that was looked at, with its name. */
  workspaces: { id: string; name: string }[]
  repaired: Finding[]
  /** What is wrong now; `refused` says why a repair was not made. */
  left: (Finding & { refused: string | null })[]
}

export type Surroundings = Pick<Looking, 'clock' | 'step'> & { place: StorePlace }

/** One repair may show what the next has to be: so many rounds at the most. */
const mostRounds = 4
const by = { actor: 'command line', request: null }

/** Null: there is no such workspace. Reads at one moment, also beside servers; only repairing writes. */
export async function diagnose(surroundings: Surroundings, wishes: Wishes): Promise<Diagnosis | null> {
  const first = await look(surroundings, wishes)
  if (first === null) return null
  const { workspaces, findings } = first
  if (!wishes.isRepairing || findings.every(({ repair }) => repair === null))
    return { workspaces, repaired: [], left: findings.map((finding) => ({ ...finding, refused: null })) }
  return withRepairs(surroundings, (parts) => repairAll(surroundings, wishes, { workspaces, findings, parts }))
}

type Seen = { workspaces: Diagnosis['workspaces']; findings: Finding[] }

async function look(surroundings: Surroundings, { workspace }: Wishes): Promise<Seen | null> {
  const all = await examine(surroundings)
  const wished =
    workspace === null ? all : all.filter((facts) => [facts.workspace?.id, facts.workspace?.name].includes(workspace))
  if (wished.length === 0) return null
  return {
    workspaces: wished.flatMap((facts) =>
      facts.workspace === null ? [] : [{ id: facts.workspace.id, name: facts.workspace.name }],
    ),
    findings: wished.flatMap(findIn),
  }
}

/** Looks and repairs until nothing more can be done. */
async function repairAll(
  surroundings: Surroundings,
  wishes: Wishes,
  { workspaces, findings, parts }: Seen & { parts: RepairParts },
): Promise<Diagnosis> {
  const repairable = new Map<string, Finding>()
  const refused = new Map<string, string>()
  let left = findings
  for (let round = 1; round <= mostRounds; round += 1) {
    const tried = inOrder(
      left.flatMap((finding) => (finding.repair === null ? [] : [{ finding, how: finding.repair.how }])),
    )
    let hasMade = false
    for (const { finding, how } of tried) {
      const key = keyOf(finding)
      repairable.set(key, finding)
      const outcome = await attempt(parts, finding, how)
      hasMade ||= outcome.kind === 'made'
      if (outcome.kind === 'refused') refused.set(key, outcome.reason)
      else refused.delete(key)
    }
    left = (await look(surroundings, wishes))?.findings ?? []
    if (!hasMade) break
  }
  const still = new Set(left.map(keyOf))
  return {
    workspaces,
    repaired: [...repairable].filter(([key]) => !still.has(key)).map(([, finding]) => finding),
    left: left.map((finding) => ({ ...finding, refused: refused.get(keyOf(finding)) ?? null })),
  }
}

/** One that fails keeps no other from being made. */
async function attempt(
  parts: RepairParts,
  { workspace }: Finding,
  how: Parameters<typeof makeRepair>[2],
): Promise<Outcome> {
  try {
    const found = workspace === null ? null : await parts.store.workspaces.find(workspace.id)
    return found === null ? { kind: 'refused', reason: 'its workspace is gone' } : await makeRepair(parts, found, how)
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) }
  }
}

async function withRepairs<T>({ place, clock }: Surroundings, work: (parts: RepairParts) => Promise<T>): Promise<T> {
  let skew = 0
  const now = (): Instant => instant(clock.now() + skew)
  const where =
    place.kind === 'sqlite'
      ? { databaseUrl: null, databasePool: mostConnections, dataDir: place.directory }
      : { databaseUrl: place.url, databasePool: mostConnections, dataDir: '' }
  const { store, uploads, shared } = await openStore(where, { newId, now, onCommitted: () => {} })
  const mending = openMending(place, { now, by })
  try {
    // Nodes go by the clock of the database.
    if (shared !== null) skew = (await shared.time()) - clock.now()
    const sharedClock: Clock = { now, after: (milliseconds, callback) => clock.after(milliseconds, callback) }
    const line = new ConversationLine({ store, clock: sharedClock, chance: cryptographicChance, newId })
    return await work({ store, uploads, line, mending, now, by })
  } finally {
    await mending.close()
    await store.close()
  }
}

/** Repairs are made one after another. */
const mostConnections = 3
