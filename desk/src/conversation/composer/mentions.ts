import type { OperatorView } from '@baton/core/protocol'
import { plain } from '../../commands/matching.ts'

type Person = Pick<OperatorView, 'id' | 'name' | 'enabled'>

/** What is being looked for behind an at sign: where that stands, and the letters behind it up to the caret. */
export type Naming = { from: number; to: number; query: string }

/** Names have spaces: two words may stand behind the sign before it is no name any more. */
const form = /(?:^|[\s(])@([\p{L}\p{M}\p{N}._'-]*(?: [\p{L}\p{M}\p{N}._'-]*)?)$/u
const mostShown = 8

export function namingIn(text: string, caret: number): Naming | null {
  const found = form.exec(text.slice(0, caret))
  const query = found?.[1]
  return query === undefined ? null : { from: caret - query.length - 1, to: caret, query }
}

/** Those whose name, or a word of it, begins with it; whoever has the conversation first. */
export function fittingPeople<One extends Person>(people: readonly One[], query: string, owner: string | null): One[] {
  const sought = plain(query)
  return people
    .filter(({ enabled, name }) => enabled && (plain(name).startsWith(sought) || plain(name).includes(` ${sought}`)))
    .sort((one, other) => Number(other.id === owner) - Number(one.id === owner) || one.name.localeCompare(other.name))
    .slice(0, mostShown)
}

/** Who is named in a text, each once: the longest name that stands behind a sign is meant. */
export function mentionedIn<One extends Person>(text: string, people: readonly One[]): One[] {
  const known = people.filter(({ enabled }) => enabled).sort((one, other) => other.name.length - one.name.length)
  const small = text.toLowerCase()
  const found = new Set<One>()
  for (let at = small.indexOf('@'); at !== -1; at = small.indexOf('@', at + 1)) {
    const rest = small.slice(at + 1)
    const meant = known.find(({ name }) => rest.startsWith(name.toLowerCase()) && !goesOn(rest[name.length]))
    if (meant !== undefined) found.add(meant)
  }
  return [...found]
}

function goesOn(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{M}\p{N}]/u.test(sign)
}
