import { expect, test } from 'vitest'
import { complaintsOf, leave, logOf, openChat, openDesk, openStage, violationsOf } from './windows.ts'

const { browser, baton } = await openStage()

const card = (title: string) => ({
  title,
  subtitle: 'With a view over the whole harbour',
  buttons: [{ label: `Book ${title}`, on_click: [{ type: 'text', text: `${title} it is` }] }],
})

test('[FL-13] cards stand side by side and players play, in the chat and at the desk', async () => {
  const bot = await baton.bot([
    { type: 'carousel', text: 'Our rooms', cards: ['Room 7', 'Room 8', 'Room 9'].map(card) },
    { type: 'video', url: '/tour.mp4', name: 'A tour' },
    { type: 'audio', url: '/hello.mp3', name: 'A greeting' },
    { type: 'file', url: '/prices.pdf', name: 'Our prices' },
  ])
  const chat = await openChat(browser, baton, bot)
  const complaints = complaintsOf(chat.page)
  const log = logOf(chat)
  const cards = log.getByRole('region', { name: '3 cards side by side' })
  await cards.waitFor()
  expect(await cards.evaluate((place) => place.scrollWidth > place.clientWidth)).toBe(true)
  const [seventh, eighth] = await Promise.all(
    ['Room 7', 'Room 8'].map((title) => cards.getByText(title, { exact: true }).boundingBox()),
  )
  expect(seventh?.y).toBe(eighth?.y)
  expect(eighth?.x).toBeGreaterThan(seventh?.x ?? 0)
  await log.locator('video[aria-label="A tour"]').waitFor()
  await log.locator('audio[aria-label="A greeting"]').waitFor()
  await log.getByRole('link', { name: 'Download Our prices' }).waitFor()
  expect(await violationsOf(chat.frame)).toEqual([])
  await cards.getByRole('button', { name: 'Book Room 7' }).click()
  await log.getByText('Room 7 it is').waitFor()
  // What cannot be played is offered as a file.
  // In one step: as soon as it fails it is gone.
  await log.locator('video').evaluateAll((videos: HTMLVideoElement[]) => {
    for (const video of videos) {
      video.load()
      video.play().catch(() => {})
    }
  })
  await log.getByRole('link', { name: 'Download A tour' }).waitFor()
  const operator = await baton.operator({ status: 'online', role: 'admin' })
  const desk = await openDesk(browser, baton, operator)
  const { items } = (await baton.get<{ items: { id: string }[] }>(`/conversations?bot=${bot.id}`)).body
  await desk.goto(`${baton.origin}/inbox/${items[0]?.id}`)
  await desk.getByRole('region', { name: '3 cards side by side' }).waitFor()
  await desk.locator('video[aria-label="A tour"]').waitFor()
  await desk.locator('audio[aria-label="A greeting"]').waitFor()
  expect(await violationsOf(desk)).toEqual([])
  expect(complaints).toEqual([])
  await leave(desk)
  await chat.context.close()
})
