import { beforeEach, expect, test, vi } from 'vitest'
import { openLog } from '../../live/log.ts'
import { nothingKnown } from '../../live/state.ts'
import { Store } from '../../live/store.ts'
import { view } from '../../live/testing.ts'
import { addressAt, followAddress, mostStretches, reach, wantedLine } from './wanted-line.ts'

const id = 'conv_1'
const stretch = 200

/** A log of which the end is loaded, and how many stretches were fetched. */
function logFrom(firstSeq: number) {
  const log = { ...openLog(view({ id }), []), firstSeq, lastSeq: firstSeq }
  const store = new Store({ ...nothingKnown, logs: { [id]: log } })
  const live = {
    store,
    fetched: 0,
    async loadOlder() {
      live.fetched += 1
      store.update((state) => {
        const before = Math.max(1, (state.logs[id]?.firstSeq ?? 1) - stretch)
        return { ...state, logs: { [id]: { ...log, firstSeq: before } } }
      })
    },
  }
  return live
}

beforeEach(() => wantedLine.update(() => ({ conversation: id, seq: 7 })))

test('[A-04] what was said before is fetched until the line is there, and no further', async () => {
  const live = logFrom(3 * stretch)
  expect(await reach(live, id, 7)).toBe(true)
  expect(live.fetched).toBe(3)
})

test('[A-04] there is an end to it, and it ends when nobody wants the line any more or nothing comes', async () => {
  const far = logFrom((mostStretches + 2) * stretch)
  expect(await reach(far, id, 7)).toBe(false)
  expect(far.fetched).toBe(mostStretches)
  const left = logFrom(3 * stretch)
  const reaching = reach(left, id, 7)
  wantedLine.update(() => null)
  expect(await reaching).toBe(false)
  expect(left.fetched).toBe(1)
  wantedLine.update(() => ({ conversation: id, seq: 7 }))
  const offline = { ...logFrom(3 * stretch), loadOlder: () => Promise.reject(new Error('no connection')) }
  expect(await reach(offline, id, 7)).toBe(false)
})

test('[A-04] [S-05] the address of a message leads another tab to it, and is that of the conversation then', () => {
  const address = { now: new URL('https://desk.example/') }
  const replaceState = (_: unknown, __: string, to: string) => {
    address.now = new URL(to, address.now)
  }
  vi.stubGlobal('history', { replaceState })
  const goneTo = (to: string) => {
    address.now = new URL(to, address.now)
    vi.stubGlobal('location', address.now)
    wantedLine.update(() => null)
    followAddress()
    return wantedLine.get()
  }
  expect(goneTo(addressAt('conv_ä', 12))).toEqual({ conversation: 'conv_ä', seq: 12 })
  expect(address.now.href).toBe('https://desk.example/inbox/conv_%C3%A4')
  expect(goneTo(address.now.href)).toBeNull()
  for (const nonsense of ['x', '-1', '1.5', '', '1e99'])
    expect(goneTo(`/inbox/conv_1?message=${nonsense}`), nonsense).toBeNull()
  for (const elsewhere of ['/?message=3', '/team/conv_1?message=3']) expect(goneTo(elsewhere), elsewhere).toBeNull()
})
