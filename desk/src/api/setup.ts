import type { Role } from '@baton/core/protocol'
import { role } from './people.ts'
import { base, nothing, queryText, request, segment } from './request.ts'
import { anything, boolean, fallback, listOf, nullable, number, object, type Shaped, text } from './shape.ts'

const problemShape = object({
  path: fallback(text, ''),
  code: fallback(text, ''),
  message: text,
  level: nullable(text),
})
export type BotProblem = Shaped<typeof problemShape>

const botFields = {
  id: text,
  name: text,
  version: number,
  live: nullable(number),
  problems: fallback<BotProblem[]>(problemsOf, []),
}
const botShape = object(botFields)
const botWithDraft = object({ ...botFields, document: fallback<unknown>(anything, null) })
export type Bot = Shaped<typeof botShape>
export type BotWithDraft = Shaped<typeof botWithDraft>

const workspaceShape = object({
  name: text,
  packages: fallback(listOf(text), []),
  locale: nullable(text),
  timeZone: nullable(text),
  typingPreview: fallback(boolean, false),
})
export type Workspace = Shaped<typeof workspaceShape>

const keyShape = object({ id: text, name: text, role, createdAt: text, lastUsedAt: nullable(text) })
export type ApiKey = Shaped<typeof keyShape>

const auditShape = object({
  seq: number,
  at: text,
  actor: anything,
  action: text,
  object: anything,
  before: anything,
  after: anything,
})
export type AuditEntry = Shaped<typeof auditShape>

const widgetShape = object({ allowedSites: listOf(text), snippet: text })
const publishedShape = object({ version: number, warnings: fallback<BotProblem[]>(problemsOf, []) })

export const bots = {
  list: async () => (await request('GET', '/bots', object({ items: listOf(botShape) }))).items,
  read: (id: string) => request('GET', `/bots/${segment(id)}`, botWithDraft),
  add: (document: unknown) => request('POST', '/bots', botShape, { body: document }),
  saveDraft: (id: string, document: unknown) =>
    request('PUT', `/bots/${segment(id)}/draft`, botShape, { body: document }),
  publish: (id: string) => request('POST', `/bots/${segment(id)}/publish`, publishedShape),
  widget: (id: string) => request('GET', `/bots/${segment(id)}/widget`, widgetShape),
  allowSites: (id: string, allowedSites: string[]) =>
    request('PUT', `/bots/${segment(id)}/widget`, widgetShape, { body: { allowedSites } }),
}

export const workspace = {
  read: () => request('GET', '/workspace', workspaceShape),
  change: (
    change: Partial<{ name: string; packages: string[]; locale: string; timeZone: string; typingPreview: boolean }>,
  ) => request('PUT', '/workspace', workspaceShape, { body: change }),
}

export const keys = {
  list: async () => (await request('GET', '/keys', object({ items: listOf(keyShape) }))).items,
  add: (name: string, keyRole: Role) =>
    request('POST', '/keys', object({ key: text }), { body: { name, role: keyRole } }),
  revoke: (id: string) => request('DELETE', `/keys/${segment(id)}`, nothing),
}

/** Empty: not asked for. Dates are of the workspace; `until` is not included. */
export type AuditFilter = { actor: string; action: string; object: string; from: string; until: string }

export const audit = {
  list: (filter: AuditFilter, cursor: string | null) =>
    request('GET', '/audit', object({ items: listOf(auditShape), nextCursor: nullable(text) }), {
      query: { ...filter, cursor, limit: 50 },
    }),
  csv: (filter: AuditFilter) => `${base}/audit.csv${queryText(filter)}`,
}

/** A list of problems, or only their number, as the list of bots may carry it. */
function problemsOf(value: unknown, path: string): BotProblem[] {
  if (typeof value === 'number')
    return Array.from({ length: value }, () => ({ path: '', code: '', message: '', level: null }))
  return listOf<BotProblem>(problemShape)(value, path)
}
