import { afterAll, beforeAll, expect, test } from 'vitest'
import { botDocument, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

type Listed = {
  items: { version: number; isLive: boolean; publishedAt: string | null; publishedBy: string | null }[]
  nextCursor: string | null
}
const saying = (said: string, name: string) => ({ ...botDocument([{ type: 'text', text: said }]), name })

async function published(name: string, ...texts: string[]): Promise<string> {
  const [first = ''] = texts
  const { id } = must(await baton.post<{ id: string }>('/bots', saying(first, name)))
  for (const said of texts) {
    must(await baton.put(`/bots/${id}/draft`, saying(said, name)))
    must(await baton.post(`/bots/${id}/publish`))
  }
  return id
}

test('[FL-1] published versions are listed from the newest on, with who made them live and when', async () => {
  const bot = await published('Versions', 'one', 'two')
  const ana = await baton.operator({ name: 'Ana Publisher', role: 'admin' })
  must(await baton.put(`/bots/${bot}/draft`, saying('three', 'Versions')))
  must(await (await baton.signIn(ana)).post(`/bots/${bot}/publish`))
  must(await baton.put(`/bots/${bot}/draft`, saying('four', 'Versions')))
  const { items, nextCursor } = must(await baton.get<Listed>(`/bots/${bot}/versions`))
  expect(items.map(({ version, isLive }) => [version, isLive])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ])
  expect(items[0]).toMatchObject({ publishedBy: 'Ana Publisher', publishedAt: expect.stringMatching(/Z$/) })
  expect(items[1]?.publishedBy).not.toBeNull()
  expect(nextCursor).toBeNull()
  const page = must(await baton.get<Listed>(`/bots/${bot}/versions?limit=2`))
  expect(page.items.map(({ version }) => version)).toEqual([3, 2])
  const rest = must(await baton.get<Listed>(`/bots/${bot}/versions?limit=2&cursor=${page.nextCursor}`))
  expect(rest.items.map(({ version }) => version)).toEqual([1])
})

test('[FL-1] a version can be read and saved as the draft again', async () => {
  const bot = await published('Restored', 'one', 'two')
  const { document } = must(await baton.get<{ document: unknown }>(`/bots/${bot}/versions/1`))
  expect(JSON.stringify(document)).toContain('"one"')
  must(await baton.put(`/bots/${bot}/draft`, document))
  must(await baton.post(`/bots/${bot}/publish`))
  expect((await baton.chat({ id: bot })).first).toEqual(['one'])
  expect(must(await baton.get<Listed>(`/bots/${bot}/versions`)).items).toHaveLength(3)
})

test('[I-38] what was never published, and what belongs to another workspace, is not there', async () => {
  const bot = await published('Mine', 'one')
  for (const version of ['2', '0', '-1', 'x', '1e3', '99999999999'])
    expect(await baton.get(`/bots/${bot}/versions/${version}`)).toMatchObject({ status: 404 })
  const other = await baton.workspace()
  expect(await other.get(`/bots/${bot}/versions`)).toMatchObject({ status: 404 })
  expect(await other.get(`/bots/${bot}/versions/1`)).toMatchObject({ status: 404 })
})
