import { Type } from 'typebox'
import { body, limit } from './schemas.ts'

/** Lists that are short enough to be read whole still answer in pages. */
export const listQuery = body({ limit, cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })) })

export function pageOf<Item>(
  all: readonly Item[],
  { limit = 50, cursor = '0' }: { limit?: number; cursor?: string },
): { items: Item[]; nextCursor: string | null } {
  const start = Number(cursor)
  const end = start + limit
  return { items: all.slice(start, end), nextCursor: end < all.length ? String(end) : null }
}
