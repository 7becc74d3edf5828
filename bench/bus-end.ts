/** One end of a way, in a process of its own: `listen` counts what arrives, `flood` and `pace` tell. */
import { setTimeout as wait } from 'node:timers/promises'
import { asId } from '@baton/core/ids'
import type { Hint } from '../server/src/conversations/bus.ts'
import { type Teller, type WayName, ways, workspace } from './bus-ways.ts'
import { percentile } from './figures.ts'

export type Heard = { count: number; perSecond: number; p50: number; p99: number }
export type EndPlan = { do: 'listen' } | { do: 'flood'; forMs: number } | { do: 'pace'; count: number; rate: number }

const [, , name = '', url = '', plan = ''] = process.argv
const found = Object.entries(ways).find(([one]) => one === (name as WayName))
if (found === undefined) throw new Error(`there is no way "${name}"`)
const [, way] = found
const what: EndPlan = JSON.parse(plan)

if (what.do === 'listen') await listen()
else {
  const teller = await way.openTeller(url)
  if (what.do === 'flood') await flood(teller, what.forMs)
  else await pace(teller, what.count, what.rate)
  await wait(300)
  await teller.close()
  process.send?.('told')
  process.disconnect()
}

async function listen(): Promise<void> {
  const took: number[] = []
  let firstAt = 0
  let lastAt = 0
  await way.listen(url, (hint) => {
    if (hint.kind !== 'moved') return
    lastAt = microseconds()
    if (took.length === 0) firstAt = lastAt
    took.push((lastAt - hint.lastSeq) / 1_000)
  })
  process.on('message', () => {
    const perSecond = (took.length * 1_000_000) / Math.max(1, lastAt - firstAt)
    const heard = { count: took.length, perSecond, p50: percentile(took, 0.5), p99: percentile(took, 0.99) }
    process.send?.(heard)
  })
  process.send?.('listening')
}

/** As many as go through. */
async function flood(teller: Teller, forMs: number): Promise<void> {
  const begun = performance.now()
  let number = 0
  const tell = async () => {
    while (performance.now() - begun < forMs) await teller.tell(hintOf(number++))
  }
  await Promise.all(Array.from({ length: teller.atOnce }, tell))
}

/** So many a second, which is far below what goes through. */
async function pace(teller: Teller, count: number, rate: number): Promise<void> {
  const begun = performance.now()
  const pending: Promise<void>[] = []
  for (let number = 0; number < count; ) {
    for (; number < count && begun + (number * 1_000) / rate <= performance.now(); number += 1)
      pending.push(teller.tell(hintOf(number)))
    await wait(1)
  }
  await Promise.all(pending)
}

/** As long as a real one; the position is when it was told, on the clock that all processes of a machine share. */
function hintOf(number: number): Hint {
  const conversation = asId<'conversation'>(`conv_${String(number % 100_000).padStart(20, '0')}`)
  return { kind: 'moved', workspace, conversation, lastSeq: microseconds() }
}

function microseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n)
}
