import { mistakesInCommits } from './commits.ts'
import { mistakesInLive } from './live.ts'
import type { Planted } from './planted.ts'
import { mistakesInRules } from './rules.ts'
import { mistakesInSharing } from './sharing.ts'

/** Every one of them must be caught. */
export const planted: readonly Planted[] = [
  ...mistakesInCommits,
  ...mistakesInRules,
  ...mistakesInSharing,
  ...mistakesInLive,
]
