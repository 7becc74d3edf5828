import type { OperatorId } from '@baton/core/ids'
import type { Member } from '../access.ts'

/** Whose things a set of calls is about: the team's, which everybody reads and supervisors write, or those of each operator, which nobody else sees. */
export type Whose = {
  url: string
  reads: 'operator' | 'signed_in'
  writes: 'supervisor' | 'signed_in'
  /** As the calls' summaries say it. */
  words: string
  /** Null: the team's. */
  of: (asker: Member) => OperatorId | null
}

/** At `/things` and at `/me/things`. */
export function teamAndOwn(name: string, words: string): readonly Whose[] {
  return [
    { url: `/${name}`, reads: 'operator', writes: 'supervisor', words: `the team’s ${words}`, of: () => null },
    {
      url: `/me/${name}`,
      reads: 'signed_in',
      writes: 'signed_in',
      words: `my own ${words}`,
      of: (asker) => (asker.kind === 'operator' ? asker.operator : null),
    },
  ]
}
