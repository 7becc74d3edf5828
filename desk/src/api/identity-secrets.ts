import { nothing, request, segment } from './request.ts'
import { boolean, both, nullable, object, type Shaped, text } from './shape.ts'

const stateShape = object({ isOn: boolean, rotatedAt: nullable(text), previousUntil: nullable(text) })

/** `previousUntil`: so long the secret before this one is good too; null: there is none. */
export type IdentitySecretState = Shaped<typeof stateShape>

const path = (bot: string) => `/bots/${segment(bot)}/widget/identity-secret`

export const identitySecrets = {
  state: (bot: string) => request('GET', path(bot), stateShape),
  rotate: (bot: string) => request('POST', path(bot), both(stateShape, object({ secret: text })), { body: {} }),
  remove: (bot: string) => request('DELETE', path(bot), nothing),
}
