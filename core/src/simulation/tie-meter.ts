import type { Chance } from '../chance.ts'
import type { OperatorId } from '../ids.ts'
import type { Draw } from '../routing/index.ts'

/** Of more equals than this only some are looked at. */
const mostLookedAt = 64
/** With more operators there are still only so many positions, or hardly anything would fall on each. */
const mostPositions = 100

/**
 * Where the winners of ties stand among their equals, in the order of the operators. Ties differ in size, so a place
 * among k is spread over the positions that it covers when k places fill all positions, by a draw that nothing else sees.
 * If every equal is as likely to win, each position is as likely at every tie, whatever its size: counts are then
 * multinomial, and Pearson's χ² against equal counts holds as it is. When as many are tied as there are positions, the
 * position is the place.
 */
export class TieMeter {
  picked = 0
  readonly byPosition: number[]
  readonly #numbers: ReadonlyMap<OperatorId, number>
  readonly #chance: Chance

  /** `numbers`: the place of every operator in their order. */
  constructor(numbers: ReadonlyMap<OperatorId, number>, chance: Chance) {
    this.byPosition = Array.from({ length: Math.min(numbers.size, mostPositions) }, () => 0)
    this.#numbers = numbers
    this.#chance = chance
  }

  /** To be told before anything changes for the pick. */
  look(draw: Draw): void {
    if (draw.size < 2) return
    this.picked += 1
    const { from, to } = around(draw)
    const winner = this.#numberOf(draw.operator)
    let place = 0
    for (let other = from; other < to; other += 1) if (this.#numberOf(draw.at(other)) < winner) place += 1
    const positions = this.byPosition.length
    const spread = to - from === positions ? 0 : this.#chance.below(positions)
    const position = Math.floor((place * positions + spread) / (to - from))
    this.byPosition[position] = (this.byPosition[position] ?? 0) + 1
  }

  #numberOf(operator: OperatorId): number {
    return this.#numbers.get(operator) ?? 0
  }
}

/**
 * The equals among whom the winner's place is looked at. Very many are cut into parts where they stand, and the part of
 * the winner stands for all: within it every one is as likely.
 */
function around({ size, place }: Draw): { from: number; to: number } {
  const parts = Math.ceil(size / mostLookedAt)
  const startOf = (part: number) => Math.floor((part * size) / parts)
  let part = Math.floor((place * parts) / size)
  while (startOf(part + 1) <= place) part += 1
  return { from: startOf(part), to: startOf(part + 1) }
}
