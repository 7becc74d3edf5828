/** Nobody gets more than they may have, and whoever was picked was picked on what was so at that moment. */
import type { Decision } from '@baton/core/routing'
import type { Checker, Evidence } from './evidence.ts'
import { ownerIn } from './states.ts'

/** [I-14] [R-04] [HO-47] A sweep over the common log: nobody passes their limit but by a supervisor's marked transfer. */
export const nobodyPassesTheirLimit: Checker = (evidence) => {
  const limits = new Map(evidence.snapshot.operators.map(({ id, capacity }) => [id, capacity]))
  return sweep(evidence, ({ conversation, event, owner, loads }) => {
    const limit = owner === null ? null : (limits.get(owner) ?? null)
    const load = owner === null ? 0 : (loads.get(owner) ?? 0)
    const isMarked = 'to' in event.data && event.data.overLimit === true
    return limit === null || load <= limit || isMarked
      ? []
      : [`${owner} has ${load} of at most ${limit} with ${conversation} at ${event.seq}`]
  })
}

/** [HO-33] [I-12] [HO-30] [HO-36] Every decision lists the loads as they were then, and the pick follows from them. */
export const picksFollowFromTheLoads: Checker = (evidence) =>
  sweep(evidence, ({ conversation, event, before }) => {
    const decision = 'decision' in event.data ? event.data.decision : undefined
    if (decision === undefined || decision.rule === 'kept') return []
    const where = `${conversation} at ${event.seq}`
    return [...staleLoads(decision, before), ...wrongPick(decision)].map((said) => `${where}: ${said}`)
  })

/** [HO-31] Over those picks that nobody's leaving has disturbed: the spread of loads in a group after each of them. */
export function spreadsAfterPicks(evidence: Pick<Evidence, 'snapshot'>): number[] {
  const ids = evidence.snapshot.operators.map(({ id }) => id)
  const spreads: number[] = []
  sweep(evidence, ({ event, loads }) => {
    if ('decision' in event.data && event.data.decision?.picked != null) {
      const all = ids.map((id) => loads.get(id) ?? 0)
      spreads.push(Math.max(...all) - Math.min(...all))
    }
    return []
  })
  return spreads
}

type Step = Evidence['snapshot']['log'][number] & {
  /** Who owns it by this event; null: nobody, or it changes nothing. */
  owner: string | null
  /** Open conversations that each owns, before and after this event. */
  before: ReadonlyMap<string, number>
  loads: ReadonlyMap<string, number>
}

function sweep({ snapshot }: Pick<Evidence, 'snapshot'>, look: (step: Step) => string[]): string[] {
  const owners = new Map<string, string>()
  let loads: ReadonlyMap<string, number> = new Map()
  return snapshot.log.flatMap((logged) => {
    const { conversation, event } = logged
    const before = loads
    const owner = 'to' in event.data ? ownerIn(event.data.to) : null
    if ('to' in event.data) {
      loads = new Map(before)
      add(loads as Map<string, number>, owners.get(conversation), -1)
      add(loads as Map<string, number>, owner ?? undefined, 1)
      if (owner === null) owners.delete(conversation)
      else owners.set(conversation, owner)
    }
    return look({ ...logged, owner, before, loads })
  })
}

function add(loads: Map<string, number>, operator: string | undefined, by: number): void {
  if (operator !== undefined) loads.set(operator, (loads.get(operator) ?? 0) + by)
}

function staleLoads({ considered }: Decision, loads: ReadonlyMap<string, number>): string[] {
  return considered.flatMap(({ operator, load, verdict }) => {
    const actual = loads.get(operator.id) ?? 0
    return load === actual || verdict === 'owner' ? [] : [`${operator.id} counted as ${load}, had ${actual}`]
  })
}

function wrongPick({ considered, picked, rule }: Decision): string[] {
  if (picked === null) return []
  const candidates = considered.filter(({ verdict }) => ['picked', 'tied', 'busier'].includes(verdict))
  const one = candidates.find(({ operator }) => operator.id === picked)
  if (one === undefined) return [`${picked} was picked, who was no candidate`]
  const least = Math.min(...candidates.map(({ load }) => load))
  return rule === 'less_busy' && one.load > least ? [`${picked} was picked with ${one.load}, another had ${least}`] : []
}
