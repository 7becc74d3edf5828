/** What a page does while it is used: the times between its frames, and from a key to the picture that shows it. */

import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { percentile } from './figures.ts'

export type Frames = { p50: number; p95: number; longest: number }
export type Spot = { x: number; y: number }

/** Milliseconds between two moves of the mouse, as a screen of 60 Hz takes them. */
const betweenMoves = 16
const moves = 60
/** Pixels around which the mouse goes while it holds something. */
const radius = 140

const watchFrames = `(() => {
  window.benchFrames = []
  let before = performance.now()
  const see = (now) => { window.benchFrames?.push(now - before); before = now; if (window.benchFrames) requestAnimationFrame(see) }
  requestAnimationFrame((now) => { before = now; requestAnimationFrame(see) })
})()`
const endFrames = '(() => { const frames = window.benchFrames; window.benchFrames = null; return frames })()'

/** Holds the mouse where it is, leads it around, lets go: the same moves on every page. */
export async function dragAround(page: Page, from: Spot): Promise<Frames> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.evaluate(watchFrames)
  for (let move = 1; move <= moves; move += 1) {
    const angle = (move / moves) * 2 * Math.PI
    await Promise.all([
      page.mouse.move(from.x + radius * Math.sin(angle), from.y + radius * (1 - Math.cos(angle)) * 0.7),
      wait(betweenMoves),
    ])
  }
  const frames = await page.evaluate<number[]>(endFrames)
  await page.mouse.up()
  return { p50: percentile(frames, 0.5), p95: percentile(frames, 0.95), longest: Math.max(...frames) }
}

/** Until the frame after the one that the key's handlers asked for: by then it is on the screen. */
const watchKeys = `(() => {
  const isWatched = window.benchKeys !== undefined
  window.benchKeys = []
  if (isWatched) return
  addEventListener('keydown', (event) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => window.benchKeys.push(performance.now() - event.timeStamp)
    requestAnimationFrame(() => channel.port2.postMessage(0))
  }, { capture: true })
})()`

/** Milliseconds from each key to its picture. The keys come as fast as somebody types who is in a hurry. */
export async function pressAll(page: Page, keys: readonly string[]): Promise<number[]> {
  await page.evaluate(watchKeys)
  for (const key of keys) await Promise.all([page.keyboard.press(key), wait(betweenKeys)])
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const look = () => window.benchKeys.length < ${keys.length} ? requestAnimationFrame(look) : resolve(window.benchKeys)
    look()
  })`)
}

const betweenKeys = 80
