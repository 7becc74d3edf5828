import type { Chance } from '../chance.ts'
import type { OperatorId } from '../ids.ts'

type Lists = readonly (readonly { readonly operator: OperatorId }[])[]

/**
 * Whom chance gave, and the equals among whom it chose. The equals are seen where they stand: look at them before
 * anything changes.
 */
export class Draw {
  readonly #lists: Lists
  readonly operator: OperatorId
  /** Where the drawn one stands among the equals, from 0. */
  readonly place: number
  /** How many were equal. */
  readonly size: number

  private constructor(lists: Lists, operator: OperatorId, place: number, size: number) {
    this.#lists = lists
    this.operator = operator
    this.place = place
    this.size = size
  }

  /** Uniform over everybody in the lists, by one number of chance; undefined when they are empty. */
  static among(lists: Lists, chance: Chance): Draw | undefined {
    let size = 0
    for (const list of lists) size += list.length
    if (size === 0) return undefined
    const place = chance.below(size)
    return new Draw(lists, lookUp(lists, place), place, size)
  }

  /** Nobody was equal to this one. */
  static only(operator: OperatorId): Draw {
    return new Draw([[{ operator }]], operator, 0, 1)
  }

  /** The equal at a place. */
  at(place: number): OperatorId {
    return lookUp(this.#lists, place)
  }
}

function lookUp(lists: Lists, place: number): OperatorId {
  let left = place
  for (const list of lists) {
    const found = list[left]
    if (found !== undefined) return found.operator
    left -= list.length
  }
  throw new RangeError(`nobody stands at place ${place}`)
}
