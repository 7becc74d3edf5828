import { MutationObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { removal, type Saved } from './use-filters.ts'

afterEach(() => vi.unstubAllGlobals())

test('[U-04] a filter that is removed is gone at once, and is back when that is refused', async () => {
  const refused = Promise.withResolvers<Response>()
  vi.stubGlobal('fetch', () => refused.promise)
  const gold: Saved = { id: 'filter_1', name: 'Gold', scope: 'team', query: { list: 'all' } } as never
  const client = new QueryClient()
  const shown = new QueryObserver<readonly Saved[]>(client, { queryKey: ['filters'], queryFn: async () => [gold] })
  const stop = shown.subscribe(() => {})
  const names = () => shown.getCurrentResult().data?.map(({ name }) => name)
  await expect.poll(names).toEqual(['Gold'])
  const removed = new MutationObserver(client, removal(client)).mutate(gold)
  await expect.poll(names).toEqual([])
  refused.resolve(Response.json({ detail: 'It is the team’s' }, { status: 403 }))
  await expect(removed).rejects.toThrow('It is the team’s')
  await expect.poll(names).toEqual(['Gold'])
  stop()
  client.clear()
})
