import { afterAll, beforeAll, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { type Chat, must, startTest, type TestBaton, testData } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

const config = { BATON_EGRESS_ALLOW: '127.0.0.1' }
const text = (said: string) => ({ type: 'text', text: said })

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ config })
})
afterAll(() => baton[Symbol.asyncDispose]())

/** Settles when nothing of a conversation is there any more. */
async function gone(chat: Chat, { get }: Pick<TestBaton, 'get'> = baton): Promise<void> {
  for (let status = 200; status !== 404; ) ({ status } = await get(`/conversations/${chat.id}`))
}

test('[FL-3] consent is asked for with buttons, kept with its time, and can be asked about', async () => {
  const check = {
    type: 'privacy_flag_condition',
    flag: 'newsletter',
    on_condition_met: [text('You get it')],
    on_else: [text('You do not get it')],
  }
  const optIn = {
    type: 'privacy_opt_in',
    flag: 'newsletter',
    text: 'May we write to you, {{ user_name }}?',
    accept: 'Yes, please',
    decline: 'No',
    on_opt_in: [text('Good')],
    on_opt_out: [text('As you like')],
  }
  const bot = await baton.bot([optIn, check], {
    fallback: [text('Pardon?')],
    interactions: [{ name: 'again', keywords: ['again'], actions: [optIn] }],
  })
  const [one, other] = [await baton.chat(bot, { variables: { user_name: 'Ana' } }), await baton.chat(bot)]
  expect(one.first).toEqual(['May we write to you, Ana?'])
  expect(await one.hears('perhaps')).toEqual(['Pardon?'])
  expect(await one.hears({ payload: 'newsletter_granted' })).toEqual(['Good', 'You get it'])
  expect(await one.hears('again')).toEqual(['Good'])
  expect(await other.hears('no')).toEqual(['As you like', 'You do not get it'])
  expect(await other.hears('again')).toEqual(['May we write to you, ?'])
  expect((await one.view()).variables).toMatchObject({
    privacy: { newsletter: { granted: true, at: expect.stringMatching(/^\d{4}-.*Z$/) } },
  })
  expect((await other.view()).variables).toMatchObject({ privacy: { newsletter: { granted: false } } })
})

const forgetting = [
  { type: 'file_input', variable: 'photo' },
  { type: 'forget_user', on_forget_request: [text('Goodbye, {{ user_name }}')] },
  text('Never heard of you'),
]

/** Sends the file for which the bot waits. */
async function sendsFile({ bot, contact }: Chat, client: Pick<TestBaton, 'send'> = baton) {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array([1, 2, 3])]), 'secret.bin')
  return client.send('POST', `/bots/${bot}/contacts/${contact}/files`, form)
}

test('[S-31] a contact who wishes it is erased, with every conversation and file, after the bot has said so', async () => {
  const bot = await baton.bot(forgetting)
  const elsewhere = await baton.bot([text('Hello')])
  const chat = await baton.chat(bot, { variables: { user_name: 'Canary' } })
  const second = must(
    await baton.post<{ conversation: { id: string } }>(`/bots/${elsewhere.id}/contacts/${chat.contact}/messages`, {
      text: 'Canary too',
    }),
  )
  const answered = await sendsFile(chat)
  expect(answered).toMatchObject({
    status: 200,
    body: { messages: [{ data: { text: 'Goodbye, Canary' } }, { data: { text: 'Never heard of you' } }] },
  })
  await gone(chat)
  expect((await baton.get(`/conversations/${second.conversation.id}`)).status).toBe(404)
  const { items } = must(await baton.get<{ items: unknown[] }>('/conversations?q=Canary'))
  expect(items).toEqual([])
  const { conversation } = answered.body as { conversation: { variables: { photo: { url: string } } } }
  expect((await baton.send('GET', conversation.variables.photo.url)).status).toBe(404)
  const audit = must(await baton.get<{ items: { action: string; actor: string }[] }>('/audit'))
  expect(audit.items).toContainEqual(expect.objectContaining({ action: 'contact_forgotten', actor: 'bot' }))
  expect(JSON.stringify(audit)).not.toContain(chat.contact)
})

test('[S-31] also a conversation that an operator owns is erased, and the operator has room again', async () => {
  const elsewhere = await baton.bot([text('Hello')])
  const operator = await baton.operator({ status: 'online' })
  const held = await baton.chat(elsewhere)
  must(await held.post('claim', { operator: operator.id }))
  const forgets = await baton.bot([{ type: 'forget_user' }, { type: 'end_conversation' }])
  must(await baton.post(`/bots/${forgets.id}/contacts/${held.contact}/messages`, {}))
  await gone(held)
  expect(must(await baton.get(`/operators/${operator.id}`))).toMatchObject({ load: 0 })
})

test('[S-31] what a webhook still had to try is not sent any more', async () => {
  await using other = await otherSystem()
  const clock = handClock()
  await using own = await startTest({ config, clock })
  const bot = await own.bot([{ type: 'trigger_webhook', url: other.url }], { fallback: [{ type: 'forget_user' }] })
  const chat = await own.chat(bot)
  await other.called(1)
  other.answer({}, 500)
  must(await chat.says('Forget me'))
  await gone(chat, own)
  const mover = setInterval(() => clock.advance(1_000), 1)
  // By the time that this delay is over, the next try would have been made.
  const bots = await own.bot([{ type: 'delay', seconds: 60 }, text('A minute later')])
  const later = await own.chat(bots, { wait: 120 })
  clearInterval(mover)
  expect(later.first).toEqual(['A minute later'])
  expect(other.calls.length).toBe(1)
})

test('[S-31] an erasure that was asked for before the process ended is done by the next one', async () => {
  const data = await testData()
  try {
    await using other = await otherSystem()
    const first = await startTest({ config, data })
    const key = first.key
    const chat = await first.chat(
      await first.bot([{ type: 'http_request', method: 'GET', url: other.url }, { type: 'forget_user' }]),
      { wait: 0 },
    )
    await other.called(1)
    await first[Symbol.asyncDispose]()
    other.answer({})
    await using second = await startTest({ config, data })
    expect(second.key).not.toBe(key)
    await gone(chat, second)
  } finally {
    await data.drop()
  }
})
