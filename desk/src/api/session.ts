import type { PresenceStatus } from '@baton/core/protocol'
import { operatorShape } from './people.ts'
import { nothing, request, segment } from './request.ts'
import { boolean, fallback, listOf, nullable, object, oneOf, type Shaped, text } from './shape.ts'

const sessionShape = object({
  operator: operatorShape,
  workspace: object({ id: text, name: text, packages: fallback(listOf(text), []) }),
  profile: object({ language: nullable(text), picture: nullable(text) }),
  hasPassword: fallback(boolean, true),
})

export type Session = Shaped<typeof sessionShape>

const linkShape = object({
  kind: oneOf('setup', 'invitation', 'reset'),
  /** Null: the link makes the first administrator. */
  operator: nullable(object({ name: text, email: text })),
  workspace: object({ name: text }),
  needsPassword: boolean,
})

export type Link = Shaped<typeof linkShape>

export type ProfileChange = { name?: string; language?: string; picture?: string | null }
type LinkAnswer = { password?: string; name?: string; email?: string }

export const session = {
  read: () => request('GET', '/session', sessionShape),
  signIn: (email: string, password: string) => request('POST', '/session', sessionShape, { body: { email, password } }),
  signOut: () => request('DELETE', '/session', nothing),
  signOutEverywhere: () => request('DELETE', '/sessions', nothing),
  link: (token: string) => request('GET', `/links/${segment(token)}`, linkShape),
  openLink: (token: string, answer: LinkAnswer) =>
    request('POST', `/links/${segment(token)}`, sessionShape, { body: answer }),
  resetPassword: (email: string) => request('POST', '/password-resets', nothing, { body: { email } }),
  change: (change: ProfileChange) => request('PATCH', '/me', nothing, { body: change }),
  setPassword: (current: string | null, next: string) =>
    request('PUT', '/me/password', nothing, { body: current === null ? { next } : { current, next } }),
  setStatus: (status: PresenceStatus) => request('PUT', '/me/status', nothing, { body: { status } }),
}
