import { spreadsAfterPicks } from '../checkers/capacity.ts'
import type { Wish } from '../history.ts'
import type { Rig } from '../rig.ts'
import { group, markOf } from '../script.ts'
import { programHeaders } from '../traffic/actor.ts'
import { type Answer, Caller, openAgent } from '../traffic/caller.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'

const team = { name: 'alpha', operators: 50, capacity: 4, online: 50 }
const assigners = 20
const conversations = 5_000

export const assignersTogether: Fault = {
  name: 'assigners',
  title: '20 assigners, 50 operators of at most 4, 5,000 conversations',
  injected:
    'nothing: assignment in parallel on all nodes, until all seats are taken; then conversations end and others come',
  holds:
    'nobody over the limit, nobody twice an owner, loads as a recount, less busy level within 1 as long as nobody leaves',
  rounds: 1,
  run: runAssigners,
}

async function runAssigners(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage, {
    places: [team],
    crowds: [{ contacts: 0, widgets: 0, desks: 0, programs: 0 }],
  })
  rig.traffic.start()
  const agent = openAgent()
  const crowd = Array.from({ length: assigners }, (_, index) => new Assigner(rig, agent, index))
  try {
    findings.round()
    const seats = team.operators * team.capacity
    const filling = counter(seats + assigners)
    await Promise.all(crowd.map((assigner) => assigner.fill(filling)))
    const assigned = crowd.reduce((sum, one) => sum + one.held.length, 0)
    findings.expect(assigned === seats, `${assigned} of ${seats} seats were taken`)
    const full = await rig.judgeCalm()
    findings.violations.push(...full.violations)
    const snapshot = full.snapshots.get(team.name)
    const spread = snapshot === undefined ? Number.NaN : Math.max(...spreadsAfterPicks({ snapshot }))
    findings.expect(spread <= 1, `the loads were ${spread} apart after a pick, though nobody had left`)
    findings.measured('loads apart after any pick, nobody leaving', spread, '', 1)
    rig.traffic.goOn()
    const rest = counter(conversations - seats - assigners)
    await Promise.all(crowd.map((assigner) => assigner.turnOver(rest)))
    stage.say(`${rig.history.answered} answers`)
  } finally {
    await agent.destroy()
  }
  const picks = rig.history.operations.filter(({ outcome }) => outcome.kind === 'ok' && outcome.assigned !== null)
  findings.note(`${picks.length} assigned`)
  await findings.judge(rig)
  return findings.outcome()
}

/** Hands out each number once. */
function counter(count: number): () => number | null {
  let next = 0
  return () => (next < count ? next++ : null)
}

class Assigner {
  /** Conversations that it has had assigned and not yet closed. */
  readonly held: string[] = []
  readonly #rig: Rig
  readonly #caller: Caller
  readonly #name: string
  #number = 0

  constructor(rig: Rig, agent: ReturnType<typeof openAgent>, index: number) {
    const [place] = rig.places
    if (place === undefined) throw new Error('no place')
    this.#rig = rig
    this.#name = `a${index}`
    this.#caller = new Caller({
      client: `${place.name}-${this.#name}`,
      workspace: place.name,
      fronts: rig.fronts,
      headers: programHeaders(place),
      history: rig.history,
      agent,
      chance: rig.chance,
      mayHear: () => true,
    })
  }

  /** Takes seats until there is nothing left to hand out. */
  async fill(next: () => number | null): Promise<void> {
    while (next() !== null) await this.#assignNew()
  }

  /** As before, but conversations end meanwhile, so that there is always a seat again. */
  async turnOver(next: () => number | null): Promise<void> {
    while (next() !== null) {
      const { chance } = this.#rig
      const ended = this.held.splice(chance.below(Math.max(1, this.held.length)), 1)
      for (const conversation of ended) await this.#end(conversation)
      await this.#assignNew()
    }
  }

  async #assignNew(): Promise<void> {
    const [place] = this.#rig.places
    this.#number += 1
    const contact = `${this.#name}n${this.#number}`
    const text = `say ${markOf(place?.name ?? '', contact)}`
    const key = `${place?.name}-${contact}:1`
    const path = `/bots/${place?.bot}/contacts/${contact}/messages`
    const said = await this.#call({ type: 'send', key, text }, 'POST', path, { text, clientMessageId: key, wait: 0 })
    const conversation = said.body.conversation?.id ?? ''
    const settings = {
      mode: 'operator_takeover',
      operatorsGroup: group,
      assignOperator: 'less_busy',
      onlyOnlineOperators: true,
    }
    const wish: Wish = { type: 'set_operator_state', conversation, pick: 'less_busy' }
    const { body } = await this.#call(wish, 'PUT', `/conversations/${conversation}/operator-state`, settings)
    if (body.outcome === 'assigned') this.held.push(conversation)
  }

  async #end(conversation: string): Promise<void> {
    const call = this.#rig.chance.below(3) === 0 ? 'handover' : 'close'
    const wish: Wish = { type: call === 'close' ? 'close' : 'hand_over', conversation }
    await this.#call(wish, 'POST', `/conversations/${conversation}/${call}`, {})
  }

  #call(wish: Wish, method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answer> {
    return this.#caller.call(wish, { method, path, body })
  }
}
