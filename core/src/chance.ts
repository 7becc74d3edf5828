/** [HO-35] The only source of randomness of the rules: an argument, so that a test says who wins. */
export type Chance = {
  /** A whole number from 0 to `count - 1`, every one equally likely. `count` is at least 1. */
  below(count: number): number
}

/** A repeatable generator (SplitMix-seeded xoshiro128**) for tests and the simulator; never for secrets. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0
  const word = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  let [a, b, c, d] = [word(), word(), word(), word()]
  const next = () => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return scrambled
  }
  return { below: (count) => uniformBelow(count, next) }
}

/** Uniform below `count` from uniform 32-bit words: words of the incomplete last span are drawn again. */
export function uniformBelow(count: number, nextWord: () => number): number {
  if (count <= 1) return 0
  const limit = 2 ** 32 - (2 ** 32 % count)
  for (;;) {
    const drawn = nextWord()
    if (drawn < limit) return drawn % count
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
