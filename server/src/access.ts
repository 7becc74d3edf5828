/** Who asks, and may they? Every call and every socket frame comes through here (S-01). */

import type { Cause } from '@baton/core/conversation'
import type { Mover } from '@baton/core/handoff'
import type { BotId, ContactId, KeyId, OperatorId } from '@baton/core/ids'
import type { Role } from '@baton/core/routing'
import type { AuditOrigin, Operator, Store, Workspace } from './store/store.ts'

export type Asker =
  | { kind: 'operator'; workspace: Workspace; operator: OperatorId; name: string; role: Role; session: string }
  | { kind: 'program'; workspace: Workspace; key: KeyId; role: Role }
  | {
      kind: 'contact'
      workspace: Workspace
      bot: BotId
      contact: ContactId
      locale: string | null
      /** [V-13] What a site has vouched for, of a contact that it has vouched for. */
      vouched?: Record<string, string | number | boolean>
    }

export type Member = Exclude<Asker, { kind: 'contact' }>

/** Who may call: anybody, a contact of the widget, or a member (operator or key) of at least this role. */
export type Policy = 'public' | 'contact' | 'signed_in' | Role

const ranks: Record<Role, number> = { operator: 0, supervisor: 1, admin: 2 }

export function isAtLeast(role: Role, needed: Role): boolean {
  return ranks[role] >= ranks[needed]
}

/** Whether an asker meets a policy. `signed_in`: an operator with a session, no key. */
export function isAllowed(asker: Asker | null, policy: Policy): boolean {
  if (policy === 'public') return true
  if (asker === null) return false
  if (policy === 'contact') return asker.kind === 'contact'
  if (asker.kind === 'contact') return false
  if (policy === 'signed_in') return asker.kind === 'operator'
  return isAtLeast(asker.role, policy)
}

/** By which way a member's wish comes in, for the log. */
export function causeOf(asker: Member): Cause {
  return asker.kind === 'operator' ? 'desk' : 'api'
}

export function moverOf(asker: Member): Mover {
  return { operator: asker.kind === 'operator' ? asker.operator : null, role: asker.role }
}

export function originOf(asker: Member, request: string | null): AuditOrigin {
  return { actor: asker.kind === 'operator' ? `operator ${asker.operator}` : `key ${asker.key}`, request }
}

/**
 * [api.md §1] A call that names an operator is judged by that operator's rights. A program may act for any operator whose
 * role is not above its own; an operator only for themselves, a supervisor also for others of the team.
 */
export function mayActAs(asker: Member, operator: Operator): boolean {
  if (asker.kind === 'operator' && asker.operator === operator.id) return true
  if (asker.kind === 'operator' && asker.role === 'operator') return false
  return isAtLeast(asker.role, operator.role)
}

/** The session of an operator who is still there, enabled, and whose sessions were not ended since. */
export async function askerOfSession(store: Store, hash: string): Promise<Asker | null> {
  const session = await store.access.findSession(hash)
  if (session === null) return null
  const [operator, workspace] = await Promise.all([
    store.operators.find(session.workspace, session.operator),
    store.workspaces.find(session.workspace),
  ])
  if (operator === null || workspace === null || !operator.enabled || operator.generation !== session.generation)
    return null
  return { kind: 'operator', workspace, operator: operator.id, name: operator.name, role: operator.role, session: hash }
}

export async function askerOfKey(store: Store, hash: string): Promise<Asker | null> {
  const key = await store.access.findKey(hash)
  const workspace = key === null ? null : await store.workspaces.find(key.workspace)
  return key === null || workspace === null ? null : { kind: 'program', workspace, key: key.id, role: key.role }
}
