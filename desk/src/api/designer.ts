import type { Decision } from '@baton/core/protocol'
import { reference } from './people.ts'
import { request, segment } from './request.ts'
import { fallback, listOf, nullable, number, object, record, type Shape, type Shaped, text } from './shape.ts'

const problemShape = object({
  path: fallback(text, ''),
  code: fallback(text, ''),
  message: text,
  level: nullable(text),
})

const draftFields = {
  id: text,
  name: text,
  version: number,
  live: nullable(number),
  problems: fallback(listOf(problemShape), []),
  draftTag: text,
}
const savedShape = object(draftFields)
const draftShape = object({ ...draftFields, document: record })
/** The draft of a bot; its tag is another after every change. */
export type StoredDraft = Shaped<typeof draftShape>
export type SavedDraft = Shaped<typeof savedShape>

const actionShape = object({
  type: text,
  title: text,
  help: fallback(text, ''),
  group: fallback(text, ''),
  schema: record,
  placement: fallback(text, 'anywhere'),
  needs: fallback(listOf(text), []),
  packages: fallback(listOf(text), []),
  availability: fallback(record, {}),
})

const publishedShape = object({ version: number, warnings: fallback(listOf(problemShape), []) })

/** The decision is the protocol's promise; its list is looked at. */
const decision: Shape<Decision> = (value, path) => {
  object({ considered: listOf(record) })(value, path)
  return value as Decision
}
const dryRunShape = object({ outcome: text, reason: nullable(text), operator: nullable(reference), decision })
export type DryRun = Shaped<typeof dryRunShape>

export const designer = {
  /** What the account may use, and the published schema, which says where operations stand. */
  catalogue: async (bot: string) => {
    const [actions, schema] = await Promise.all([
      request('GET', '/actions', listOf(actionShape), { query: { bot } }),
      request('GET', '/bots/schema.json', record),
    ])
    return { actions, schema }
  },
  read: (bot: string) => request('GET', path(bot), draftShape),
  /** Refused with `draft_changed` where the stored draft is another than the one with this tag. */
  save: (bot: string, document: unknown, draftTag: string) =>
    request('PUT', path(bot, '/draft'), savedShape, { body: document, query: { draftTag } }),
  publish: (bot: string, draftTag: string) =>
    request('POST', path(bot, '/publish'), publishedShape, { query: { draftTag } }),
  dryRun: (settings: unknown) => request('POST', '/decisions/dry-run', dryRunShape, { body: settings }),
}

function path(bot: string, rest = ''): string {
  return `/bots/${segment(bot)}${rest}`
}
