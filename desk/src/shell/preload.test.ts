import { expect, test } from 'vitest'
import { preload } from './preload.ts'

/** A page whose pauses the test gives. */
function page() {
  const idle: (() => void)[] = []
  const later: (() => void)[] = []
  const state = { isBusy: false }
  return {
    state,
    whenIdle: (work: () => void) => void idle.push(work),
    wait: (work: () => void) => void later.push(work),
    isBusy: () => state.isBusy,
    async rest() {
      for (const work of later.splice(0)) work()
      for (const work of idle.splice(0)) work()
      await Promise.resolve()
      await Promise.resolve()
    },
  }
}

const partsInto = (loaded: string[]) =>
  ['one', 'two', 'three'].map((name) => async () => {
    loaded.push(name)
    if (name === 'one') throw new Error('no network')
  })

test('[U-04] parts are fetched one in each pause, also after one that does not come, and not before the first pause', async () => {
  const loaded: string[] = []
  const { rest, ...pauses } = page()
  preload(partsInto(loaded), pauses)
  expect(loaded).toEqual([])
  await rest()
  expect(loaded).toEqual(['one'])
  await rest()
  expect(loaded).toEqual(['one', 'two'])
  await rest()
  await rest()
  expect(loaded).toEqual(['one', 'two', 'three'])
})

test('[U-04] while anything is asked for nothing is fetched ahead, and nothing more once the desk has gone', async () => {
  const loaded: string[] = []
  const { rest, state, ...pauses } = page()
  state.isBusy = true
  const stop = preload(partsInto(loaded), pauses)
  await rest()
  await rest()
  expect(loaded).toEqual([])
  state.isBusy = false
  await rest()
  expect(loaded).toEqual(['one'])
  stop()
  await rest()
  expect(loaded).toEqual(['one'])
})
