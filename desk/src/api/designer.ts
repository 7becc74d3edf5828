import type { Decision } from '@baton/core/protocol'
import { reference } from './people.ts'
import { nothing, request, segment } from './request.ts'
import { boolean, fallback, listOf, nullable, number, object, record, type Shape, type Shaped, text } from './shape.ts'

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

const editorShape = object({ isYou: boolean, name: text, since: text })
export type DraftEditor = Shaped<typeof editorShape>

const helpShape = object({ markdown: text })

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
  help: (action: string) => request('GET', `/actions/${segment(action)}/help`, helpShape),
  read: (bot: string) => request('GET', path(bot), draftShape),
  /**
   * Refused with `draft_changed` where the stored draft is another than the one with this tag, with `draft_taken` where
   * another page edits it.
   */
  save: (bot: string, document: unknown, draftTag: string, page: string) =>
    request('PUT', path(bot, '/draft'), savedShape, { body: document, query: { draftTag, page } }),
  /** Begins to edit, or goes on; answers who edits now. */
  edit: (bot: string, page: string, takeOver: boolean) =>
    request('PUT', path(bot, '/draft/editor'), editorShape, { body: { page, takeOver } }),
  /** Also while the page is being left. */
  stopEditing: (bot: string, page: string) =>
    request('DELETE', path(bot, '/draft/editor'), nothing, { query: { page }, keepalive: true }),
  publish: (bot: string, draftTag: string) =>
    request('POST', path(bot, '/publish'), publishedShape, { query: { draftTag } }),
  dryRun: (settings: unknown) => request('POST', '/decisions/dry-run', dryRunShape, { body: settings }),
}

function path(bot: string, rest = ''): string {
  return `/bots/${segment(bot)}${rest}`
}
