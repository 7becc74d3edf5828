/** What statistical tests of the rules share. */

/**
 * How likely it is that chance alone brings counts at least as far from what was expected as these (Pearson's χ²).
 * `expected`: in any unit, only its proportions count; absent: all equal.
 */
export function likelihood(counts: Iterable<number>, expected?: readonly number[]): number {
  const observed = [...counts]
  const parts = expected ?? observed.map(() => 1)
  const scale = sum(observed) / sum(parts)
  const statistic = sum(
    observed.map((count, index) => (count - (parts[index] ?? 0) * scale) ** 2 / ((parts[index] ?? 0) * scale)),
  )
  return chiSquareTail(statistic, observed.length - 1)
}

/** The probability that χ² with so many degrees of freedom passes `statistic`. */
export function chiSquareTail(statistic: number, freedom: number): number {
  const [shape, x] = [freedom / 2, statistic / 2]
  if (x <= 0) return 1
  // The lower part as a series near zero, the upper part as a continued fraction (Lentz) beyond.
  const front = Math.exp(-x + shape * Math.log(x) - logGamma(shape))
  return x < shape + 1 ? 1 - front * lowerSeries(shape, x) : front * upperFraction(shape, x)
}

/** The probability that a standard normal value passes `z`. */
export function normalTail(z: number): number {
  return z < 0 ? 1 - normalTail(-z) : chiSquareTail(z * z, 1) / 2
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape
  let total = term
  for (let n = 1; n < 1_000 && term > total * 1e-15; n += 1) {
    term *= x / (shape + n)
    total += term
  }
  return total
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 1_000; n += 1) {
    const a = -n * (n - shape)
    b += 2
    d = 1 / (a * d + b)
    c = b + a / c
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction
}

/** Stirling's series, after raising the argument to where it is exact enough. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x)
  const square = 1 / (x * x)
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1_260 - square / 1_680))) / x
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
