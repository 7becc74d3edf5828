import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { eventsOf, eventually, must, startTest, type TestBaton, testData } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

const text = (said: string) => ({ type: 'text', text: said })
const config = { BATON_EGRESS_ALLOW: '127.0.0.1' }
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

type Mail = { from: string; to: string[]; source: string }

/** A mail server that keeps what it is given; `refuses` says whom it takes no mail for. */
async function mailServer(refuses: (to: string) => boolean = () => false) {
  const mails: Mail[] = []
  const listeners = new Set<() => void>()
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _, done) => done(refuses(address) ? new Error('no such mailbox') : null),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        mails.push({ from: mailFrom === false ? '' : mailFrom.address, to, source: Buffer.concat(chunks).toString() })
        done()
        for (const listener of listeners) listener()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}?from=bot@acme.example`,
    mails,
    came: (count: number) => eventually(listeners, `mail ${count}`, () => (mails.length >= count ? true : undefined)),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}

async function diagnosticsIn(chat: { events(): ReturnType<Awaited<ReturnType<TestBaton['chat']>>['events']> }) {
  return eventsOf(await chat.events(), 'diagnostic').map(({ data }) => data.code)
}

describe('a webhook', () => {
  test('[FL-5] [S-24] is sent after the commit, signed, while the bot goes on', async () => {
    await using other = await otherSystem()
    await using baton = await startTest({ config })
    const hook = {
      type: 'trigger_webhook',
      url: `${other.url}?n={{ n }}`,
      secret,
      event: 'order.asked',
      variables: ['n'],
    }
    const chat = await baton.chat(
      await baton.bot([{ type: 'set_variable', variable: 'n', value: 7 }, hook, text('Noted')]),
    )
    expect(chat.first).toEqual(['Noted'])
    await other.called(1)
    const [call] = other.calls
    expect(call).toMatchObject({ method: 'POST', path: '/ask?n=7' })
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      type: 'order.asked',
      data: { conversation: chat.id, contact: chat.contact, channel: 'custom', variables: { n: 7 } },
    })
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = call?.headers ?? {}
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${call?.body}`).digest('base64')
    expect(signature).toBe(`v1,${expected}`)
    other.answer({})
  })

  test('[FL-5] [HO-8] is sent also where the conversation ends right after it', async () => {
    await using other = await otherSystem()
    await using baton = await startTest({ config })
    const hook = { type: 'trigger_webhook', url: other.url, secret }
    const chat = await baton.chat(await baton.bot([hook, text('Bye'), { type: 'end_conversation' }]))
    expect(chat.first).toEqual(['Bye'])
    expect((await chat.view()).status).toBe('closed')
    await other.called(1)
    other.answer({})
  })

  test('[S-24] [HO-8] is tried again by the schedule under the same id, until it is taken, also after the conversation is closed', async () => {
    await using other = await otherSystem()
    const clock = handClock()
    await using baton = await startTest({ config, clock })
    const startedAt = clock.now()
    const chat = await baton.chat(await baton.bot([{ type: 'trigger_webhook', url: other.url, secret }]))
    must(await chat.post('close'))
    const triedAt: number[] = []
    for (const status of [500, 429, 302, 204]) {
      const mover = setInterval(() => clock.advance(5_000), 1)
      await other.called(triedAt.length + 1)
      clearInterval(mover)
      triedAt.push(clock.now() - startedAt)
      other.answerOne({}, status)
    }
    const [, second = 0, third = 0, fourth = 0] = triedAt
    expect(second).toBeGreaterThanOrEqual(5_000)
    expect(third - second).toBeGreaterThanOrEqual(5 * 60_000)
    expect(fourth - third).toBeGreaterThanOrEqual(30 * 60_000)
    expect(new Set(other.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(other.calls.map(({ headers }) => headers['webhook-signature'])).size).toBe(4)
    expect(new Set(other.calls.map(({ body }) => body)).size).toBe(1)
  })

  test('[S-24] [S-25] what can never be taken is given up at once, with a diagnostic', async () => {
    await using other = await otherSystem()
    await using baton = await startTest({ config })
    const hooks = [other.url, 'http://10.0.0.1/'].map((url) => ({ type: 'trigger_webhook', url, secret }))
    const bot = await baton.bot([...hooks, { type: 'http_request', method: 'GET', url: other.url }, text('Done')])
    const opening = baton.chat(bot)
    await other.called(2)
    other.answer({}, 410)
    const chat = await opening
    while ((await diagnosticsIn(chat)).length < 3) {
      const { lastSeq } = await chat.view()
      await baton.get(`/conversations/${chat.id}/events?after=${lastSeq}&wait=1`)
    }
    expect((await diagnosticsIn(chat)).sort()).toEqual(['http_failed', 'webhook_failed', 'webhook_failed'])
  })

  test('[FL-5] that was under way when the process ended is sent again by the next one, under the same id', async () => {
    await using other = await otherSystem()
    const data = await testData()
    try {
      const first = await startTest({ config, data })
      const chat = await first.chat(
        await first.bot([{ type: 'trigger_webhook', url: other.url, secret }, text('Noted')]),
      )
      expect(chat.first).toEqual(['Noted'])
      await other.called(1)
      await first[Symbol.asyncDispose]()
      await using _ = await startTest({ config, data })
      await other.called(2)
      other.answer({})
      const [one, two] = other.calls.map(({ headers }) => headers['webhook-id'])
      expect(two).toBe(one)
    } finally {
      await data.drop()
    }
  })
})

describe('an e-mail', () => {
  const mail = {
    type: 'send_email',
    to: 'orders@acme.example, {{ user_email }}',
    subject: 'Order of {{ user_name }}',
    text: 'It is about {{ wish }}.',
    replyTo: '{{ user_email }}',
    on_success: [text('It is on its way')],
    on_failure: [text('It could not be sent')],
  }

  test('[FL-5] goes over the mail server, and the bot goes on when that has it', async () => {
    await using smtp = await mailServer()
    await using baton = await startTest({ config: { BATON_SMTP_URL: smtp.url } })
    const variables = { user_name: 'Ána', user_email: 'ana@example.com', wish: 'ünder' }
    const chat = await baton.chat(await baton.bot([mail]), { variables })
    expect(chat.first).toEqual(['It is on its way'])
    expect(smtp.mails).toMatchObject([{ from: 'bot@acme.example', to: ['orders@acme.example', 'ana@example.com'] }])
    const source = smtp.mails[0]?.source ?? ''
    expect(source).toMatch(/^From: bot@acme\.example\r?$/m)
    expect(source).toMatch(/^Reply-To: ana@example\.com\r?$/m)
    expect(source).toMatch(/^Message-ID: <eff_\w+@baton>\r?$/m)
    expect(source).toContain('It is about =C3=BCnder.')
  })

  test.each([
    [
      'subject',
      { user_name: 'x\r\nBcc: evil@example.com\r\n\r\nHello', user_email: 'ana@example.com' },
      'It is on its way',
    ],
    ['recipient', { user_name: 'x', user_email: 'ana@example.com\r\nBcc: evil@example.com' }, 'It could not be sent'],
    ['list', { user_name: 'x', user_email: 'a@b.example,<evil@example.com>' }, 'It could not be sent'],
    [
      'text',
      { user_name: 'x', user_email: 'ana@example.com', wish: '\r\n.\r\nMAIL FROM:<evil@example.com>\r\n' },
      'It is on its way',
    ],
  ])('[FL-9] a variable in the %s begins no header and no mail of its own', async (_, variables, said) => {
    await using smtp = await mailServer()
    await using baton = await startTest({ config: { BATON_SMTP_URL: smtp.url } })
    const chat = await baton.chat(await baton.bot([mail]), { variables })
    expect(chat.first).toEqual([said])
    const isSent = said === 'It is on its way'
    expect(smtp.mails.length).toBe(isSent ? 1 : 0)
    for (const { to, source } of smtp.mails) {
      expect(to).toEqual(['orders@acme.example', 'ana@example.com'])
      const [header] = source.split('\r\n\r\n')
      expect(header).not.toMatch(/^(?:Bcc|MAIL)/im)
    }
  })

  test('[FL-5] that nobody takes, or without a mail server, is a failure with a diagnostic', async () => {
    await using smtp = await mailServer((to) => to.startsWith('orders'))
    await using refused = await startTest({ config: { BATON_SMTP_URL: smtp.url } })
    await using without = await startTest()
    for (const baton of [refused, without]) {
      const chat = await baton.chat(await baton.bot([{ ...mail, to: 'orders@acme.example', replyTo: 'a@b.example' }]))
      expect(chat.first).toEqual(['It could not be sent'])
      expect(await diagnosticsIn(chat)).toEqual(['mail_failed'])
    }
    expect(smtp.mails).toEqual([])
  })
})

describe('a script', () => {
  let baton: TestBaton
  beforeAll(async () => {
    baton = await startTest()
  })
  afterAll(() => baton[Symbol.asyncDispose]())
  const script = (code: string) => ({
    type: 'script',
    code,
    on_success: [text('{{ total }}')],
    on_failure: [text('It failed')],
  })

  test('[FL-5] [S-35] reads the variables, and what it returns is set', async () => {
    const code = 'return { total: variables.room.price * 3, who: `${variables.bot_name}`.length > 0, room: null }'
    const chat = await baton.chat(await baton.bot([text('One moment'), script(code)]), {
      variables: { room: { price: 30 } },
    })
    expect(chat.first).toEqual(['One moment', '90'])
    const { variables } = await chat.view()
    expect(variables).toMatchObject({ total: 90, who: true })
    expect(variables).not.toHaveProperty('room')
  })

  test('[S-35] that fails sets nothing, and what cannot be a variable is left out', async () => {
    const failing = await baton.chat(await baton.bot([script('for (;;) variables.total = 1')]))
    expect(failing.first).toEqual(['It failed'])
    expect(await diagnosticsIn(failing)).toEqual(['script_failed'])
    const odd =
      'return { total: 1, chat_state: "taken_over", "Not A Name": 1, __proto__: { x: 1 }, huge: "x".repeat(70000) }'
    const chat = await baton.chat(await baton.bot([script(odd)]))
    expect(chat.first).toEqual(['1'])
    const { variables } = await chat.view()
    expect(variables).toMatchObject({ total: 1, chat_state: 'chatbot_controlled' })
    for (const name of ['Not A Name', 'huge', 'x']) expect(variables).not.toHaveProperty([name])
    expect((await diagnosticsIn(chat)).sort()).toEqual([
      'variable_name_invalid',
      'variable_reserved',
      'variable_too_large',
    ])
  })

  test('[S-35] that runs long keeps nobody else waiting', async () => {
    const slow = await baton.bot([{ ...script('for (;;) {}'), timeoutMilliseconds: 1_000 }])
    const quick = await baton.bot([text('Here')])
    const hanging = baton.chat(slow)
    let isOver = false
    void hanging.then(() => {
      isOver = true
    })
    for (let count = 0; count < 5; count += 1) expect((await baton.chat(quick)).first).toEqual(['Here'])
    expect(isOver).toBe(false)
    expect((await hanging).first).toEqual(['It failed'])
  })
})
