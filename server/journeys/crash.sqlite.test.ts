/** `kill -9` of a real server on the embedded database, again and again under traffic; what is checked is in `lab/checkers`. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Outcome } from '../../lab/faults/fault.ts'
import { callsWithoutAnswer, killNodes } from '../../lab/faults/kill.ts'

const seed = 20_260_105
const rounds = 6

describe(`a server killed ${rounds} times under traffic (seed ${seed})`, () => {
  let outcome: Outcome

  beforeAll(async () => {
    outcome = await killNodes({ seed, rounds, nodes: 1, say: () => {}, onEnd: () => {} })
  }, 120_000)

  test('[D-01] [F1] keeps every promise after each crash, and ends in order at last', () => {
    expect(outcome.violations).toEqual([])
    expect(outcome.rounds).toBe(rounds)
  })

  test('[D-01] was interrupted in the middle of things', () => {
    expect(outcome.operations).toBeGreaterThan(rounds * 60)
    const unanswered = outcome.figures.find(({ name }) => name === callsWithoutAnswer)
    expect(unanswered?.values[0]).toBeGreaterThan(0)
  })
})
