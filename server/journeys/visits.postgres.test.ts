import { expect, test } from 'vitest'
import { must, startTest, type TestBaton, testData } from '../src/testing.ts'

type Visits = { items: { interaction: string; entered: number }[] }
type Found = { items: { text: string }[] }

/** Both take the same key. */
const config = { BATON_API_KEY: 'bk_test_of_two_nodes_000000' }

test('[FL-14] [FL-15] what two nodes count adds up', async () => {
  const data = await testData()
  await addsUp(data)
  await data.drop()
})

async function addsUp(data: Awaited<ReturnType<typeof testData>>): Promise<void> {
  const asOf = (node: TestBaton) => node.as(config.BATON_API_KEY)
  await using one = await startTest({ data, config })
  await using other = await startTest({ data, config })
  const { id } = await asOf(one).bot([{ type: 'text', text: 'Hello' }], {
    fallback: [{ type: 'text', text: 'Sorry?' }],
  })
  await (await asOf(one).chat({ id })).says('said to one')
  await (await asOf(other).chat({ id })).says('said to the other')
  const seenBy = async (node: TestBaton) => {
    const { items } = must(await asOf(node).get<Visits>(`/bots/${id}/visits`))
    const missed = must(await asOf(node).get<Found>(`/bots/${id}/not-understood`)).items
    return [
      Object.fromEntries(items.map(({ interaction, entered }) => [interaction, entered])),
      missed.map(({ text }) => text).toSorted(),
    ]
  }
  const whole = [{ welcome: 2, 'not understood': 2 }, ['said to one', 'said to the other']]
  // Each writes what it holds before it answers.
  await seenBy(other)
  expect(await seenBy(one)).toEqual(whole)
  expect(await seenBy(other)).toEqual(whole)
}
