import { channels } from '@baton/channels/catalogue'
import { toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { invalid, Problem } from './problems.ts'
import { route } from './route.ts'
import { body, limit, shortText } from './schemas.ts'

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
    summary: 'Change name, packages, locale or time zone',
    body: body({
      name: Type.Optional(shortText),
      packages: Type.Optional(Type.Array(Type.Enum([...allPackages]), { maxItems: 20 })),
      locale: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 35 })),
      timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
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
  route(app, {
    method: 'GET',
    url: '/audit',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'The audit log, newest first',
    query: body({ limit, cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })) }),
    async handle({ asker, query }) {
      const size = query.limit ?? 50
      const records = await store.audit.list(
        asker.workspace.id,
        query.cursor === undefined ? null : Number(query.cursor),
        size + 1,
      )
      const items = records.slice(0, size).map((record) => ({ ...record, at: toRfc3339(record.at) }))
      return { items, nextCursor: records.length > size ? String(items.at(-1)?.seq) : null }
    },
  })
}

export function workspaceView({ id, name, packages, locale, timeZone }: Workspace) {
  return { id, name, packages, locale, timeZone }
}

export function nameTaken(name: string, path = 'name'): Problem {
  const message = `"${name}" is taken.`
  return new Problem(409, { code: 'name_taken', detail: message, errors: [{ path, code: 'name_taken', message }] })
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}
