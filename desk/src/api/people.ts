import type { OperatorView, PresenceStatus, Role } from '@baton/core/protocol'
import { nothing, request, segment } from './request.ts'
import {
  boolean,
  both,
  fallback,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  partial,
  type Shape,
  type Shaped,
  text,
  UnexpectedShape,
} from './shape.ts'

export const reference = object({ id: text, name: text })
export const role: Shape<Role> = oneOf('operator', 'supervisor', 'admin')
export const presenceStatus: Shape<PresenceStatus> = oneOf('online', 'busy', 'away', 'offline')

const operatorFields = object({
  id: text,
  name: text,
  email: text,
  groups: listOf(reference),
  role,
  capacity: nullable(number),
  status: presenceStatus,
  load: number,
  enabled: boolean,
})

/** A mark that is there or not. */
const mark: Shape<true> = (value, path) => {
  if (value !== true) throw new UnexpectedShape(path, 'true')
  return value
}

export const operatorShape: Shape<OperatorView> = both(operatorFields, partial({ unresponsive: mark }))

const groupShape = object({ id: text, name: text, members: fallback(number, 0), online: fallback(number, 0) })
export type Group = Shaped<typeof groupShape>

export type OperatorChange = {
  name?: string
  groups?: string[]
  role?: Role
  capacity?: number | null
  enabled?: boolean
}
export type NewOperator = { name: string; email: string; groups: string[]; role: Role; capacity: number | null }

const page = { limit: 500 }
const invitationShape = object({ url: text, expiresAt: text, mailed: fallback(boolean, false) })

export const operators = {
  list: async () =>
    (await request('GET', '/operators', object({ items: listOf(operatorShape) }), { query: page })).items,
  add: (operator: NewOperator) => request('POST', '/operators', operatorShape, { body: operator }),
  change: (id: string, change: OperatorChange) =>
    request('PATCH', `/operators/${segment(id)}`, operatorShape, { body: change }),
  remove: (id: string) => request('DELETE', `/operators/${segment(id)}`, nothing),
  invite: (id: string) => request('POST', `/operators/${segment(id)}/invitation`, invitationShape),
}

export const groups = {
  list: async () => (await request('GET', '/groups', object({ items: listOf(groupShape) }), { query: page })).items,
  add: (name: string) => request('POST', '/groups', reference, { body: { name } }),
  rename: (id: string, name: string) => request('PATCH', `/groups/${segment(id)}`, reference, { body: { name } }),
  remove: (id: string) => request('DELETE', `/groups/${segment(id)}`, nothing),
}
