/**
 * Random quantities out of a generator of whole numbers, by nothing but additions, multiplications, divisions and square
 * roots: these are exact everywhere, while logarithms of a platform may differ in the last bit, and the same seed must
 * give the same run on any machine.
 */
import { type Chance, seededChance } from '../chance.ts'

const wordRange = 2 ** 32

const streams = ['arrivals', 'lengths', 'patience', 'demand', 'contacts', 'picks', 'positions'] as const

/** Separate generators out of one seed: what is drawn from one moves no other. */
export function streamsOf(seed: number): Record<(typeof streams)[number], Chance> {
  const source = seededChance(seed)
  // One seed each, drawn: seeds that are only counted up would share parts of their sequences.
  const entries = streams.map((name) => [name, seededChance(source.below(wordRange))])
  return Object.fromEntries(entries)
}

/** Uniform over (0, 1], in steps of 2⁻⁵³. */
export function unit(chance: Chance): number {
  return (chance.below(2 ** 27) * 2 ** 26 + chance.below(2 ** 26) + 1) / 2 ** 53
}

/** Exponential with mean 1. */
export function exponential(chance: Chance): number {
  return -logarithm(unit(chance))
}

/** Standard normal, by Marsaglia's polar method. */
export function normal(chance: Chance): number {
  for (;;) {
    const x = 2 * unit(chance) - 1
    const y = 2 * unit(chance) - 1
    const square = x * x + y * y
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * logarithm(square)) / square)
  }
}

/** Lognormal with mean 1. `cv2`: variance over squared mean. */
export function lognormal(chance: Chance, cv2: number): number {
  const variance = logarithm(1 + cv2)
  return power(Math.sqrt(variance) * normal(chance) - variance / 2)
}

/** The natural logarithm of a positive number. */
export function logarithm(x: number): number {
  let mantissa = x
  let exponent = 0
  for (; mantissa < Math.SQRT1_2; exponent -= 1) mantissa *= 2
  for (; mantissa > Math.SQRT2; exponent += 1) mantissa /= 2
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let series = 0
  for (let odd = 23; odd >= 1; odd -= 2) series = series * square + 1 / odd
  return exponent * Math.LN2 + 2 * s * series
}

/** e to the power of x. */
export function power(x: number): number {
  const twos = Math.round(x / Math.LN2)
  const rest = x - twos * Math.LN2
  let series = 1
  for (let n = 18; n >= 1; n -= 1) series = 1 + (series * rest) / n
  for (let n = 0; n < twos; n += 1) series *= 2
  for (let n = 0; n > twos; n -= 1) series /= 2
  return series
}
