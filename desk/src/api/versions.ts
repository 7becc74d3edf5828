import { request, segment } from './request.ts'
import { boolean, listOf, nullable, number, object, record, type Shaped, text } from './shape.ts'

const versionShape = object({
  version: number,
  isLive: boolean,
  publishedAt: nullable(text),
  publishedBy: nullable(text),
})
export type Version = Shaped<typeof versionShape>

const pageShape = object({ items: listOf(versionShape), nextCursor: nullable(text) })

/** What was published of a bot. */
export const versions = {
  list: (bot: string, cursor: string | null) =>
    request('GET', path(bot), pageShape, cursor === null ? {} : { query: { cursor } }),
  read: (bot: string, version: number) =>
    request('GET', `${path(bot)}/${version}`, object({ version: number, document: record })),
}

function path(bot: string): string {
  return `/bots/${segment(bot)}/versions`
}
