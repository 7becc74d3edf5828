import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { must, startTest, type TestBaton } from '../src/testing.ts'
import { modelServer } from './model-server.ts'

type Template = { id: string; title: string; help: string; document: Record<string, unknown> }
type Bot = { id: string; problems: { level: string; message: string }[] }

let baton: TestBaton
let ana: { id: string }
beforeAll(async () => {
  baton = await startTest()
  ana = await baton.operator({ name: 'Ana' })
})
beforeEach(async () => {
  await baton.put(`/operators/${ana.id}/status`, { status: 'offline' })
})
afterAll(() => baton[Symbol.asyncDispose]())

const templates = async () => must(await baton.get<{ items: Template[] }>('/bot-templates')).items
const comesIn = () => baton.put(`/operators/${ana.id}/status`, { status: 'online' })

let count = 0

/** A live bot that began with a template, and a contact who talks to it. */
async function begun(id: string, at: TestBaton = baton) {
  const template = (await templates()).find((one) => one.id === id)
  if (template === undefined) throw new Error(`there is no template ${id}`)
  const name = `${template.title} ${++count}`
  const bot = must(await at.post<Bot>('/bots', { ...template.document, name }))
  must(await at.post(`/bots/${bot.id}/publish`))
  return at.chat({ id: bot.id })
}

type Chat = Awaited<ReturnType<typeof begun>>

const state = async (chat: Chat) => {
  const { chatState, status, operator, tags } = await chat.view()
  return { chatState, status, owner: operator?.id ?? null, tags }
}

test('[FL-2] every template can be published as it is, and says what it is for', async () => {
  const all = await templates()
  expect(all.map(({ id }) => id)).toEqual(['support-desk', 'after-hours', 'lead-capture', 'ai-first-line'])
  for (const { id, title, help, document } of all) {
    expect(title.length * help.length, id).toBeGreaterThan(0)
    const name = `Template ${id}`
    const bot = must(await baton.post<Bot>('/bots', { ...document, name }))
    const problems = bot.problems.filter(({ message }) => !message.includes('has no model set up'))
    expect(problems, id).toEqual([])
    expect(await baton.post(`/bots/${bot.id}/publish`), id).toMatchObject({ status: 200 })
  }
})

describe('the support desk', () => {
  test('[HO-10] leads to a person, who hands back, and asks how it was before it ends', async () => {
    await comesIn()
    const chat = await begun('support-desk')
    await chat.says('A problem')
    expect(await chat.hears('The bell does not ring')).toEqual(['One moment, I am getting somebody.'])
    expect(await state(chat)).toMatchObject({ chatState: 'taken_over', owner: ana.id, tags: ['problem'] })
    expect(await chat.log()).toContain('note: The contact describes a problem: The bell does not ring')
    must(await chat.post('handover', {}))
    expect(await chat.log()).toContain('chatbot: I am back. How did we do?')
    await chat.says('5')
    expect(await chat.hears('Nothing')).toEqual(['Thank you. Goodbye!'])
    expect(await state(chat)).toMatchObject({ status: 'closed' })
  })

  test('[HO-14] takes an e-mail address when nobody is there, and leaves a request', async () => {
    const chat = await begun('support-desk')
    expect((await chat.hears('Talk to a person')).at(-1)).toMatch(/^Nobody is in right now/)
    expect((await chat.hears('no')).at(-1)).toMatch(/^I need an address/)
    expect(await chat.hears('carl@example.com')).toEqual([
      'Thank you. We write to carl@example.com. Until then I am still here.',
    ])
    expect(await state(chat)).toMatchObject({ chatState: 'operator_requested', status: 'open' })
  })
})

describe('after hours', () => {
  test('[RO-40] within opening hours a person comes', async () => {
    await comesIn()
    const chat = await begun('after-hours')
    expect(chat.first).toEqual(['Hello, I am the assistant here.', 'We are open. I am getting somebody.'])
    expect(await state(chat)).toMatchObject({ chatState: 'taken_over', owner: ana.id })
  })

  test('[RO-40] outside of them a message waits for the team', async () => {
    const sunday = handClock()
    await using closed = await startTest({ clock: sunday })
    const document = (await templates()).find(({ id }) => id === 'after-hours')?.document
    const never = { name: 'Never', timeZone: 'UTC', weekly: {}, exceptions: [], holidays: [] }
    must(await closed.put('/workspace/routing', { calendar: never }))
    const bot = must(await closed.post<Bot>('/bots', document))
    must(await closed.post(`/bots/${bot.id}/publish`))
    const chat = await closed.chat(bot)
    expect(chat.first.slice(0, 2)).toEqual(['Hello, I am the assistant here.', 'We are closed now.'])
    await chat.says('My order is late')
    expect(await chat.hears('carl@example.com')).toEqual(['Thank you. The team reads it first thing when we are back.'])
    expect(await state(chat)).toMatchObject({ chatState: 'operator_requested', tags: ['after hours'] })
    expect(await chat.log()).toContain('note: Message: My order is late')
  })
})

describe('lead capture', () => {
  const answers = async (size: string) => {
    const chat = await begun('lead-capture')
    await chat.says('Go ahead')
    await chat.says('Carl')
    await chat.says(size)
    return { chat, last: await chat.hears('carl@example.com') }
  }

  test('[HO-10] a large company gets a person at once', async () => {
    await comesIn()
    const { chat, last } = await answers('120')
    expect(last).toEqual(['Somebody of us is here for you. One moment.'])
    expect(await state(chat)).toMatchObject({ chatState: 'taken_over', owner: ana.id, tags: ['lead', 'large'] })
    expect(await chat.log()).toContain('note: Carl, 120 people, carl@example.com')
  })

  test('[FL-3] a small one is written to, and a large one too when nobody is there', async () => {
    const small = await answers('3')
    expect(small.last).toEqual(['Thank you. We write to you within a day.'])
    expect(await state(small.chat)).toMatchObject({ chatState: 'chatbot_controlled', tags: ['lead'] })
    const large = await answers('50')
    expect(large.last.at(-1)).toBe('Thank you. We write to you within a day.')
    expect(await state(large.chat)).toMatchObject({ chatState: 'operator_requested' })
  })
})

describe('AI first line', () => {
  test('[HO-24] the model answers, and asks for a person who then takes over', async () => {
    await using model = await modelServer()
    await using other = await startTest({ config: { BATON_AI_URL: model.url } })
    const ben = await other.operator({ name: 'Ben', status: 'online' })
    const chat = await begun('ai-first-line', other)
    model.will({ text: 'Within 30 days.' })
    expect(await chat.hears('How long may I return it?')).toEqual(['Within 30 days.'])
    model.will({ calls: [{ name: 'request_operator', arguments: '{"reason":"wants a refund"}' }] })
    expect(await chat.hears('I want my money back')).toContain('I am asking a colleague to help you.')
    expect(await state(chat)).toMatchObject({ chatState: 'operator_requested' })
    must(await chat.post('claim', { operator: ben.id }))
    expect(await state(chat)).toMatchObject({ chatState: 'taken_over', owner: ben.id })
  })

  test('[FL-11] without a model people are asked at once', async () => {
    await comesIn()
    const chat = await begun('ai-first-line')
    await chat.says('How do I get my money back?')
    expect(await state(chat)).toMatchObject({ chatState: 'taken_over', owner: ana.id })
    expect(await chat.log()).toContain('chatbot: I am getting a person.')
  })

  test('[HO-14] with nobody there an e-mail address is asked for', async () => {
    const chat = await begun('ai-first-line')
    expect((await chat.hears('person')).at(-1)).toMatch(/^Nobody is in right now/)
    expect(await chat.hears('carl@example.com')).toEqual(['Thank you. We write to carl@example.com.'])
    expect(await state(chat)).toMatchObject({ chatState: 'operator_requested' })
  })
})
