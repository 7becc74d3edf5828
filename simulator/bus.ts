/** The bus between the nodes: hints that may come late, twice, in another order, made up, or never. */
import type { Chance } from '@baton/core/chance'
import { asId, type WorkspaceId } from '@baton/core/ids'
import { type Bus, type Hint, Listeners } from '../server/src/conversations/bus.ts'
import type { Link } from './network.ts'
import type { Owner } from './scheduler.ts'

type Member = { owner: Owner; listeners: Listeners }

export class HintNetwork {
  readonly #members = new Set<Member>()
  readonly #link: Link
  readonly #chance: Chance
  /** Whether hints get through at all, and nodes know. */
  isUp = true

  constructor(link: Link, chance: Chance) {
    this.#link = link
    this.#chance = chance
  }

  /** The bus as one node has it. */
  join(owner: Owner): Bus {
    const listeners = new Listeners()
    const member = { owner, listeners }
    this.#members.add(member)
    return {
      tell: (hint) => {
        listeners.hear(hint, true)
        this.#spread(hint, member)
      },
      hear: (hint) => listeners.hear(hint, false),
      listen: (listener) => listeners.listen(listener),
      follow: (workspace) => listeners.follow(workspace),
      followed: () => listeners.followed(),
      isHealthy: () => this.isUp,
      close: async () => void this.#members.delete(member),
    }
  }

  leave(owner: Owner): void {
    for (const member of this.#members) if (member.owner === owner) this.#members.delete(member)
  }

  #spread(hint: Hint, from: Member): void {
    const { hintsForged } = this.#link.weather
    const all = this.#chance.below(1_000) < hintsForged ? [hint, this.#forged(hint)] : [hint]
    for (const one of all) for (const member of this.#members) if (member !== from) this.#send(one, member)
  }

  #send(hint: Hint, { owner, listeners }: Member): void {
    const { hintsLost, hintsDoubled } = this.#link.weather
    const drawn = this.#chance.below(1_000)
    if (!this.isUp || drawn < hintsLost) return
    const times = drawn < hintsLost + hintsDoubled ? 2 : 1
    for (let time = 0; time < times; time += 1)
      this.#link.send(owner, `hint ${hint.kind}`, () => {
        if (hint.kind === 'settings' || (hint.workspace !== null && listeners.isFollowed(hint.workspace)))
          listeners.hear(hint, false)
      })
  }

  /** What nobody has said: positions that are not there yet, and news of what has not changed. */
  #forged(hint: Hint): Hint {
    const workspace = hint.workspace ?? asId<'workspace'>('ws_of_nobody')
    if (hint.kind === 'moved') return { ...hint, lastSeq: this.#chance.below(2 * hint.lastSeq + 10) }
    if (hint.kind === 'typing') return { ...hint, asOf: hint.asOf === null ? null : hint.asOf + this.#chance.below(3) }
    return this.#other(workspace)
  }

  #other(workspace: WorkspaceId): Hint {
    const kinds = ['presence', 'settings', 'sessions', 'gap'] as const
    return { kind: kinds[this.#chance.below(kinds.length)] ?? 'gap', workspace }
  }
}
