/** Where a plot has its lines: the highest value fits below the last one. */
export function ticksUpTo(highest: number, steps: readonly number[]): number[] {
  const wanted = Math.max(highest, 0)
  const step = steps.find((one) => one * mostTicks >= wanted) ?? tenfold(wanted / mostTicks)
  const count = Math.max(1, Math.ceil(wanted / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

const mostTicks = 4

/** Steps of whole numbers that people count in. */
export const countSteps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000] as const
export const shareSteps = [0.25] as const
const second = 1_000
const minute = 60_000
/** Milliseconds. */
export const durationSteps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 6, 12, 24].map((count) => count * 60 * minute),
] as const

function tenfold(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 5, 10].find((one) => one * power >= least) ?? 10
  return factor * power
}
