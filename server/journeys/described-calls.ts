import { asId } from '@baton/core/ids'
import type { Baton } from '../src/http/baton.ts'
import { type Client, must } from '../src/testing.ts'

/** Everything the API can show of a workspace, as one text: equal before and after what must change nothing. */
export async function stateOf({ store }: Pick<Baton, 'store'>, workspace?: string): Promise<string> {
  const id = asId<'workspace'>(workspace ?? (await store.workspaces.findByName('Main'))?.id ?? '')
  const { items: conversations } = await store.conversations.list(id, { limit: 500 })
  const keys = await store.access.keys(id)
  return JSON.stringify(
    await Promise.all([
      store.workspaces.find(id),
      store.groups.list(id),
      store.operators.list(id),
      store.bots.list(id),
      conversations,
      Promise.all(conversations.map(({ conversation }) => store.conversations.events(id, conversation.id, 0, 10_000))),
      keys.map(({ lastUsedAt: _, ...key }) => key),
      store.audit.list(id, null, 10_000),
    ]),
  )
}

type Schema = { type?: string; properties?: Record<string, Schema>; required?: string[] }
type Parameter = { in: 'path' | 'query'; name: string }
type Operation = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  security?: unknown[]
}

/** A call of the API as its description lists it. */
export type DescribedCall = {
  method: string
  path: string
  parameters: Parameter[]
  /** Null: it takes none, or not JSON. */
  body: Schema | null
  isPublic: boolean
}

export async function describedCalls(client: Client): Promise<DescribedCall[]> {
  const document = must(await client.get<{ paths: Record<string, Record<string, Operation>> }>('/api/openapi.json'))
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody, security }]) => {
      const schema = requestBody?.content['application/json']?.schema
      const body = schema?.type === 'object' ? schema : null
      return { method: method.toUpperCase(), path, parameters, body, isPublic: security?.length === 0 }
    }),
  )
}
