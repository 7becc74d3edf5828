import type { Operator } from '../store/store.ts'
import type { Facts, Place } from './finding.ts'

export function conversationAt(id: string, contact: string | null | undefined): Place {
  return { kind: 'conversation', id, name: contact ?? null }
}

/** Also one who is no operator of the workspace. */
export function operatorAt({ operators }: Pick<Facts, 'operators'>, id: string): Place {
  return { kind: 'operator', id, name: operators.find((one) => one.id === id)?.name ?? null }
}

export function groupAt({ groups }: Pick<Facts, 'groups'>, id: string): Place {
  return { kind: 'group', id, name: groups.find((one) => one.id === id)?.name ?? null }
}

/** `"Ana"`, or the id where there is no name. */
export function called({ id, name }: Pick<Place, 'id' | 'name'>): string {
  return name === null ? id : `"${name}"`
}

/** Everybody, or the members of a group, who may be given conversations. */
export function enabledIn({ operators }: Pick<Facts, 'operators'>, group: string | null): Operator[] {
  return operators.filter(({ enabled, groups }) => enabled && (group === null || groups.some((one) => one === group)))
}

/** `a, b, c and 4 more`. */
export function listed(texts: readonly string[], most = 5): string {
  const shown = texts.slice(0, most).join(', ')
  return texts.length > most ? `${shown} and ${texts.length - most} more` : shown
}

export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
