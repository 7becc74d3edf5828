/** What goes wrong: nodes crash, stand still and are replaced, links are held and cut, hints are off. */
import type { Backend } from './backend.ts'
import type { HintNetwork } from './bus.ts'
import { type Member, nobody } from './member.ts'
import { calm, type Link } from './network.ts'
import type { Step } from './plan.ts'
import type { Scheduler } from './scheduler.ts'

export type FateParts = {
  scheduler: Scheduler
  members: readonly Member[]
  backend: Backend
  hints: HintNetwork
  /** Between a node and the data, by the name of the node. */
  links: ReadonlyMap<string, Link>
  hintLink: Link
}

/** Milliseconds. A pause may outlast every lease. */
const [longestOutage, longestPause, longestHold] = [3_000, 8_000, 7_000]
const [oneInSoMany, veryLong] = [6, 60_000]

export class Fate {
  readonly #parts: FateParts

  constructor(parts: FateParts) {
    this.#parts = parts
  }

  strike({ what, dice: [one = 0, two = 0, three = 0] }: Step): void {
    const { members, backend, links, hints } = this.#parts
    const member = members[one % members.length]
    if (member === undefined) return
    const link = links.get(member.name)
    switch (what) {
      case 'crash':
        return member.crash(50 + (two % longestOutage))
      case 'pause':
        return member.pause(three % oneInSoMany === 0 ? veryLong : 20 + (two % longestPause))
      case 'replace':
        return member.replace(50 + (two % longestOutage))
      case 'hold database':
        return this.#hold(link, two)
      case 'hold front':
        return this.#hold(member.link, two)
      case 'cut database':
        return backend.cut(member.owner)
      case 'restart database':
        return backend.cut(null)
      case 'hints off':
        hints.isUp = false
        this.#later(20 + (two % longestHold), 'hints are back', () => {
          hints.isUp = true
        })
    }
  }

  /** All is well again, and stays so. */
  relent(): void {
    const { members, links, hints, hintLink } = this.#parts
    hints.isUp = true
    for (const link of [...links.values(), hintLink, ...members.map((member) => member.link)]) {
      link.weather = calm
      link.heal()
    }
    for (const member of members) member.resume()
  }

  #hold(link: Link | undefined, die: number): void {
    link?.hold()
    this.#later(20 + (die % longestHold), 'the link is back', () => link?.heal())
  }

  #later(milliseconds: number, label: string, work: () => void): void {
    this.#parts.scheduler.after(nobody, milliseconds, label, work)
  }
}
