import { channels } from '@baton/channels/catalogue'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { invalid, Problem } from './problems.ts'
import { route } from './route.ts'
import { body, shortText } from './schemas.ts'

/** Every package there is; an account has all of them unless it says otherwise. */
export const allPackages = ['pro_team'] as const

export function workspaceRoutes(app: FastifyInstance, baton: Baton): void {
  const { store } = baton
  route(app, {
    method: 'GET',
    url: '/workspace',
    policy: 'operator',
    tag: 'Set-up',
    summary: 'The workspace of this key or session',
    handle: ({ asker }) => workspaceView(asker.workspace),
  })
  route(app, {
    method: 'PUT',
    url: '/workspace',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Change name, packages, locale, time zone or the typing preview',
    body: body({
      name: Type.Optional(shortText),
      packages: Type.Optional(Type.Array(Type.Enum([...allPackages]), { maxItems: 20 })),
      locale: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 35 })),
      timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      typingPreview: Type.Optional(Type.Boolean()),
    }),
    async handle({ asker, body, origin }) {
      if (body.timeZone !== undefined && !isTimeZone(body.timeZone))
        throw invalid('timeZone', 'invalid', `"${body.timeZone}" is not a time zone, like Europe/Berlin.`)
      const change = { ...body, ...(body.packages === undefined ? {} : { packages: [...new Set(body.packages)] }) }
      const changed = await store.workspaces.change(asker.workspace.id, change, origin)
      if (!changed.ok) throw nameTaken(changed.refusal.name)
      baton.line.settingsChanged(asker.workspace.id)
      return workspaceView(changed.value)
    },
  })
  route(app, {
    method: 'GET',
    url: '/channels',
    policy: 'operator',
    tag: 'Set-up',
    summary: 'The channels and what each can do',
    handle: () => ({ items: channels }),
  })
}

export function workspaceView({ id, name, packages, locale, timeZone, typingPreview = false }: Workspace) {
  return { id, name, packages, locale, timeZone, typingPreview }
}

export function nameTaken(name: string, path = 'name'): Problem {
  const message = `"${name}" is taken.`
  return new Problem(409, { code: 'name_taken', detail: message, errors: [{ path, code: 'name_taken', message }] })
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}
