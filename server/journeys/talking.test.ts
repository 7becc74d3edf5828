import { asId } from '@baton/core/ids'
import type { EventView } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventsOf, lineOf, must, startTest, type TestBaton, textsOf } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ config: { BATON_EGRESS_ALLOW: '127.0.0.1' } })
})
afterAll(() => baton[Symbol.asyncDispose]())

const text = (said: string) => ({ type: 'text', text: said })
const echo = () => baton.bot([text('Welcome')], { fallback: [text('re: {{ last_user_message }}')] })

describe('the custom channel', () => {
  test('[HO-8] `{}` opens the conversation and only that; a second one changes nothing', async () => {
    const bot = await echo()
    const chat = await baton.chat(bot)
    expect(chat.first).toEqual(['Welcome'])
    const before = await chat.view()
    expect(await chat.says({})).toMatchObject({
      status: 200,
      body: { conversation: { id: chat.id, lastSeq: before.lastSeq }, messages: [] },
    })
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining([
        'id',
        'bot',
        'channel',
        'contact',
        'status',
        'chatState',
        'operator',
        'requestedOperator',
        'group',
        'requestedAt',
        'takenOverAt',
        'epoch',
        'lastSeq',
        'variables',
        'tags',
        'locked',
      ]),
    )
    expect(before).toMatchObject({
      bot: bot.id,
      channel: 'custom',
      contact: chat.contact,
      status: 'open',
      chatState: 'chatbot_controlled',
      epoch: 0,
      lastSeq: 2,
      tags: [],
      locked: false,
    })
  })

  test('[I-25] fifty first messages at once open one conversation, and every one of them is in it', async () => {
    const bot = await echo()
    const path = `/bots/${bot.id}/contacts/crowd/messages`
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        baton.post<{ conversation: { id: string } }>(path, { text: `m${index}` }),
      ),
    )
    const [id, ...others] = new Set(answers.map((answer) => must(answer).conversation.id))
    expect(others).toEqual([])
    const { items } = must(await baton.get<{ items: EventView[] }>(`/conversations/${id}/events?limit=500`))
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index + 1))
    expect(textsOf(items.filter(({ actor }) => actor.kind === 'contact')).sort()).toEqual(
      answers.map((_, index) => `m${index}`).sort(),
    )
    expect(eventsOf(items, 'conversation_opened').length).toBe(1)
  })

  test('[FL-9] [FL-10] variables and tags are set before the turn; what is reserved or too large is refused and nothing is written', async () => {
    const bot = await baton.bot([text('Hi {{ user_name }} {{ favorite.color }}')])
    const chat = await baton.chat(bot, {
      text: 'hello',
      variables: { user_name: 'Carla', favorite: { color: 'blue' } },
      tags: ['vip', ' vip '],
    })
    expect(chat.first).toEqual(['Hi Carla blue'])
    expect(await chat.view()).toMatchObject({ contactName: 'Carla', tags: ['vip'] })
    const before = await chat.view()
    for (const [variables, path] of [
      [{ chat_state: 'x' }, 'variables.chat_state'],
      [{ 'Not Snake': 1 }, 'variables.Not Snake'],
      [{ big: 'x'.repeat(70_000) }, 'variables.big'],
      [{ constructor: 1 }, 'variables.constructor'],
    ] as const)
      expect(await chat.says({ text: 'kept out', variables })).toMatchObject({
        status: 422,
        body: { errors: [{ path }] },
      })
    expect(
      (
        await chat.says({
          text: 'x',
          variables: Object.fromEntries(Array.from({ length: 513 }, (_, index) => [`v${index}`, 1])),
        })
      ).status,
    ).toBe(422)
    expect(await chat.view()).toEqual(before)
  })

  test('[HO-8] the same contact id under two bots is one contact, in two conversations', async () => {
    const [one, two] = [await echo(), await baton.bot([text('Hello {{ user_name }}')])]
    const chat = await baton.chat(one, { variables: { user_name: 'Carla' } })
    const { conversation, messages } = must(
      await baton.post<{ conversation: { id: string; previous: unknown }; messages: EventView[] }>(
        `/bots/${two.id}/contacts/${chat.contact}/messages`,
        {},
      ),
    )
    expect(conversation.id).not.toBe(chat.id)
    expect(conversation.previous).toBeNull()
    expect(textsOf(messages)).toEqual(['Hello Carla'])
  })

  test('[D-02] the same clientMessageId and body is one message however often and however near; another body is refused', async () => {
    const chat = await baton.chat(await echo())
    const said = { text: 'once', clientMessageId: 'a'.repeat(64) }
    const answers = await Promise.all(Array.from({ length: 50 }, () => chat.says(said)))
    for (const answer of answers) expect(must(answer).messages).toEqual(answers[0]?.body.messages)
    expect(answers[0]?.body.messages).toMatchObject([{ data: { text: 're: once' } }])
    expect((await chat.log()).filter((line) => line === 'contact: once').length).toBe(1)
    expect(await chat.says({ ...said, text: 'other' })).toMatchObject({ status: 422, body: { code: 'key_reused' } })
    expect(must(await chat.says({ ...said, wait: 1 })).messages).toEqual(answers[0]?.body.messages)
    expect((await chat.says({ ...said, clientMessageId: 'a'.repeat(65) })).status).toBe(422)
    must(await chat.post('close'))
    const across = must(await chat.says(said))
    expect(across).toMatchObject({
      conversation: { id: chat.id, status: 'closed' },
      messages: answers[0]?.body.messages as never,
    })
    expect(must(await baton.get<{ items: unknown[] }>(`/conversations?bot=${chat.bot}`)).items.length).toBe(1)
    expect((await chat.says({ ...said, text: 'other' })).status).toBe(422)
  })

  test('[D-02] a clientMessageId is one contact’s own: another contact or bot may use the same', async () => {
    const bot = await echo()
    const [one, two] = [await baton.chat(bot), await baton.chat(bot)]
    for (const chat of [one, two])
      expect(await chat.hears({ text: 'same', clientMessageId: 'same' })).toEqual(['re: same'])
  })

  test('[D-02] [HO-44] an operator’s clientMessageId is one message per conversation and operator', async () => {
    const [ana, chief] = [await baton.operator(), await baton.operator({ role: 'supervisor' })]
    const chat = await baton.chat(await echo())
    const said = { operator: ana.id, text: 'Hello', clientMessageId: 'one' }
    const answers = await Promise.all(Array.from({ length: 50 }, () => chat.post('messages', said)))
    for (const { status, body } of answers) expect([status, body]).toEqual([201, answers[0]?.body])
    expect((await chat.log()).filter((line) => line === 'operator: Hello').length).toBe(1)
    expect(await chat.post('messages', { ...said, text: 'Bye' })).toMatchObject({
      status: 422,
      body: { code: 'key_reused' },
    })
    expect((await chat.post('messages', { ...said, note: true })).status).toBe(422)
    expect((await chat.post('messages', { ...said, operator: chief.id })).status).toBe(201)
    expect((await chat.log()).filter((line) => line === 'operator: Hello').length).toBe(2)
    must(await chat.post('close'))
    expect((await chat.post('messages', said)).body).toEqual(answers[0]?.body)
  })

  test('[FL-5] `wait` bounds how long a call waits; what was said so far is answered', async () => {
    await using other = await otherSystem()
    const bot = await baton.bot([
      text('so far'),
      { type: 'http_request', method: 'GET', url: other.url },
      text('later'),
    ])
    const chat = await baton.chat(bot, { wait: 0.05 })
    expect(chat.first).toEqual(['so far'])
    for (const wait of [-1, 121, '5']) expect((await chat.says({ wait })).status).toBe(422)
    other.answer({})
    expect((await baton.get(`/conversations/${chat.id}/events?after=2&wait=5`)).status).toBe(200)
  })

  test('[HO-4] every content action is one message event of its own', async () => {
    const bot = await baton.bot([
      text('a text'),
      { type: 'image', url: 'https://shop.example/a.png', alt: 'a bike' },
      { type: 'quick_replies', text: 'Well?', replies: [{ label: 'Yes' }, { label: 'No', payload: 'NO' }] },
      {
        type: 'buttons',
        text: 'Where?',
        buttons: [
          { label: 'Shop', url: 'https://shop.example/' },
          { label: 'Call', phone: '+43 1 234567' },
          { label: 'Write', email: 'a@b.example' },
        ],
      },
      {
        type: 'card',
        title: 'Bike',
        subtitle: 'Red',
        image: 'https://shop.example/b.png',
        buttons: [{ label: 'Buy', payload: 'BUY' }],
      },
    ])
    const chat = await baton.chat(bot)
    const messages = eventsOf(await chat.events(), 'message')
    expect(messages.map(({ data }) => [data.text, data.parts])).toEqual(
      [
        ['a text', [{ type: 'text', text: 'a text' }]],
        [undefined, [{ type: 'image', url: 'https://shop.example/a.png', alt: 'a bike' }]],
        [
          'Well?',
          [
            { type: 'text', text: 'Well?' },
            {
              type: 'quick_replies',
              items: [
                { label: 'Yes', payload: expect.any(String) },
                { label: 'No', payload: 'NO' },
              ],
            },
          ],
        ],
        [
          'Where?',
          [
            { type: 'text', text: 'Where?' },
            {
              type: 'buttons',
              items: [
                { label: 'Shop', url: 'https://shop.example/' },
                { label: 'Call', phone: '+43 1 234567' },
                { label: 'Write', email: 'a@b.example' },
              ],
            },
          ],
        ],
        [
          expect.anything(),
          [
            {
              type: 'card',
              title: 'Bike',
              subtitle: 'Red',
              image: 'https://shop.example/b.png',
              buttons: [{ label: 'Buy', payload: 'BUY' }],
            },
          ],
        ],
      ].map(([said, parts], index) => (index === 4 ? [messages[4]?.data.text, parts] : [said, parts])),
    )
    for (const { actor } of messages) expect(actor).toEqual({ kind: 'chatbot', id: bot.id, name: bot.name })
  })
})

describe('files', () => {
  const send = (chat: { bot: string; contact: string }, parts: [string, Blob | string, string?][]) => {
    const form = new FormData()
    for (const [name, value, file] of parts)
      value instanceof Blob ? form.set(name, value, file ?? 'file') : form.set(name, value)
    return baton.send('POST', `/bots/${chat.bot}/contacts/${chat.contact}/files`, form)
  }
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )

  test('[S-26] a file is a message with a part; its address is signed, and only pictures are shown in place', async () => {
    const chat = await baton.chat(await echo())
    const answer = await send(chat, [
      ['file', new Blob([png]), 'a picture.png'],
      ['text', 'look'],
      ['clientMessageId', 'f1'],
    ])
    expect(answer.status).toBe(200)
    const page = await send(chat, [['file', new Blob(['<script>alert(1)</script>']), '../../evil.html']])
    expect(page.status).toBe(200)
    const files = (await chat.events())
      .flatMap((event) => (event.type === 'message' ? event.data.parts : []))
      .filter((part) => part.type === 'file')
    expect(files).toMatchObject([
      { name: 'a picture.png', contentType: 'image/png', size: png.length },
      { contentType: 'application/octet-stream' },
    ])
    const anybody = baton.as(null)
    const [picture, html] = await Promise.all(files.map(({ url }) => anybody.send('GET', url)))
    expect(picture?.headers.get('content-disposition')).toMatch(/^inline/)
    expect(html?.headers.get('content-disposition')).toMatch(/^attachment/)
    for (const one of [picture, html]) {
      expect(one?.status).toBe(200)
      expect(one?.headers.get('x-content-type-options')).toBe('nosniff')
      expect(one?.headers.get('content-security-policy')).toContain('sandbox')
    }
    const [first] = files
    expect(
      (
        await anybody.send(
          'GET',
          (first?.url ?? '').replace(/(files\/[^/]+\/)(.)/, (_, path, sign) => `${path}${sign === '-' ? '_' : '-'}`),
        )
      ).status,
    ).toBe(404)
    expect(files.map(({ name }) => name).join()).not.toMatch(/[/\\]/)
  })

  test('[S-26] a file over 10 MB, an empty one, none, two, and fields nobody knows are refused', async () => {
    const chat = await baton.chat(await echo())
    const before = await chat.view()
    const refused = [
      [413, await send(chat, [['file', new Blob([new Uint8Array(10 * 1024 * 1024 + 1)])]])],
      [422, await send(chat, [['file', new Blob([])]])],
      [422, await send(chat, [['text', 'no file']])],
      [
        422,
        await send(chat, [
          ['file', new Blob(['x'])],
          ['picture', new Blob(['y'])],
        ]),
      ],
      [
        422,
        await send(chat, [
          ['file', new Blob(['x'])],
          ['surprise', 'y'],
        ]),
      ],
      [
        422,
        await send(chat, [
          ['file', new Blob(['x'])],
          ['clientMessageId', 'x'.repeat(65)],
        ]),
      ],
      [
        422,
        await send(chat, [
          ['file', new Blob(['x'])],
          ['wait', 'long'],
        ]),
      ],
      [
        422,
        await send(chat, [
          ['file', new Blob(['x'])],
          ['__proto__', 'y'],
        ]),
      ],
      [
        422,
        await send(chat, [
          ['file', new Blob(['x'])],
          ['text', 'x'.repeat(20_000)],
        ]),
      ],
      [415, await baton.post(`/bots/${chat.bot}/contacts/${chat.contact}/files`, {})],
      [
        400,
        await baton.send('POST', `/bots/${chat.bot}/contacts/${chat.contact}/files`, 'rubbish', {
          'content-type': 'multipart/form-data; boundary=x',
        }),
      ],
    ] as const
    for (const [index, [status, answer]] of refused.entries())
      expect(answer.status, `${index}: ${JSON.stringify(answer.body)}`).toBe(status)
    expect(await chat.view()).toEqual(before)
    expect((await send(chat, [['file', new Blob([new Uint8Array(10 * 1024 * 1024)])]])).status).toBe(200)
  })

  test('[S-26] [S-30] a file whose content is gone is not found', async () => {
    const chat = await baton.chat(await echo())
    await send(chat, [['file', new Blob([png]), 'a.png']])
    const [part] = (await chat.events())
      .flatMap((event) => (event.type === 'message' ? event.data.parts : []))
      .filter(({ type }) => type === 'file')
    const url = part?.type === 'file' ? part.url : ''
    expect((await baton.as(null).send('HEAD', url)).status).toBe(200)
    await baton.baton.uploads.remove([asId(/file_[a-z0-9]+/.exec(url)?.[0] ?? '')])
    expect((await baton.as(null).send('GET', url)).status).toBe(404)
  })

  test('[D-02] the same file sent twice under one clientMessageId is one message', async () => {
    const chat = await baton.chat(await echo())
    const parts: [string, Blob | string, string?][] = [
      ['file', new Blob(['hello']), 'a.txt'],
      ['clientMessageId', 'f1'],
    ]
    const answers = await Promise.all([send(chat, parts), send(chat, parts), send(chat, parts)])
    for (const { status } of answers) expect(status).toBe(200)
    expect((await chat.log()).filter((line) => line === 'contact: [file]').length).toBe(1)
    expect(
      (
        await send(chat, [
          ['file', new Blob(['other']), 'a.txt'],
          ['clientMessageId', 'f1'],
        ])
      ).status,
    ).toBe(422)
  })
})

describe('reading', () => {
  test('[D-04] [D-10] who goes on from `lastSeq` while much is said misses nothing', async () => {
    const chat = await baton.chat(await echo(), 'one')
    const words = Array.from({ length: 30 }, (_, index) => `word ${index}`)
    let isSaid = false
    const saying = Promise.all(words.map((text) => chat.says(text))).then(() => {
      isSaid = true
    })
    const seen: number[] = []
    for (let last = 0, isLast = false; ; ) {
      const path = `/conversations/${chat.id}/events?limit=500&wait=1&after=${last}`
      const { items, lastSeq } = must(await baton.get<{ items: { seq: number }[]; lastSeq: number }>(path))
      seen.push(...items.map(({ seq }) => seq))
      last = lastSeq
      if (isLast) break
      isLast = isSaid
    }
    await saying
    expect(seen).toEqual((await chat.events()).map(({ seq }) => seq))
  })

  test('[D-04] events are numbered without gaps and read from any position', async () => {
    const chat = await baton.chat(await echo(), 'one')
    must(await chat.says('two'))
    const all = await chat.events()
    expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
    for (const event of all)
      expect(event).toMatchObject({
        id: expect.stringMatching(/^evt_/),
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        actor: { kind: expect.any(String) },
        epoch: 0,
      })
    const page = must(
      await baton.get<{ items: EventView[]; lastSeq: number }>(`/conversations/${chat.id}/events?after=2&limit=2`),
    )
    expect(page).toEqual({ items: all.slice(2, 4), lastSeq: 5 })
    expect(must(await baton.get(`/conversations/${chat.id}/events?after=99`))).toEqual({ items: [], lastSeq: 5 })
    for (const query of ['after=-1', 'after=x', 'after=1.5', 'wait=61', 'wait=-1'])
      expect((await baton.get(`/conversations/${chat.id}/events?${query}`)).status).toBe(422)
  })

  test('[D-10] a long poll answers at the next event, at once when it is behind, and empty when its time is over', async () => {
    const chat = await baton.chat(await echo())
    const { lastSeq } = await chat.view()
    const path = `/conversations/${chat.id}/events?after=${lastSeq}`
    const polls = Array.from({ length: 5 }, () => baton.get<{ items: EventView[] }>(`${path}&wait=5`))
    expect(must(await baton.get(`${path}&wait=0.01`))).toEqual({ items: [], lastSeq })
    must(await chat.says('hello'))
    for (const poll of polls)
      expect(must(await poll).items.map(lineOf)).toEqual(['contact: hello', 'chatbot: re: hello'])
    expect(must(await baton.get<{ items: EventView[] }>(`${path}&wait=60`)).items.length).toBe(2)
  })

  test('[D-10] polls over one connection leave no listeners behind', async () => {
    const warnings: string[] = []
    const listen = (warning: Error) => warnings.push(warning.name)
    process.on('warning', listen)
    const chat = await baton.chat(await echo())
    for (let turn = 0; turn < 15; turn += 1) await baton.get(`/conversations/${chat.id}/events?after=99&wait=0.001`)
    process.off('warning', listen)
    expect(warnings).not.toContain('MaxListenersExceededWarning')
  })

  test('[S-05] search finds words by their beginning, in any case and accent, and takes everything as text', async () => {
    const bot = await echo()
    const chat = await baton.chat(bot, { text: 'My Fähre to Kraków', variables: { order: 'AX-99' } })
    await baton.chat(bot, 'something else')
    const found = async (q: string) => {
      const answer = await baton.get<{ items: { id: string }[] }>(
        `/conversations?bot=${bot.id}&q=${encodeURIComponent(q)}`,
      )
      expect(answer.status, q).toBe(200)
      return answer.body.items.map(({ id }) => id)
    }
    for (const q of ['fahre', 'KRAK', 'my krakow', 'ax-99', chat.contact]) expect(await found(q), q).toContain(chat.id)
    for (const q of [
      '"',
      "'; drop table events; --",
      '***',
      'a OR b',
      'NEAR(',
      '\u0000',
      'x\u0000y',
      '{text}:x',
      '-',
      '()',
      '"unclosed',
      '\\',
      '%',
      '_',
      '🦆',
      '^x',
      'a"b',
    ])
      expect(await found(q), q).not.toContain(chat.id)
    expect((await baton.get(`/conversations?q=${'x'.repeat(201)}`)).status).toBe(422)
    expect((await found(' ')).length).toBe(2)
  })

  test('[S-05] search says where the words are: in the newest message, a variable or the contact’s name, as ranges', async () => {
    const bot = await echo()
    const chat = await baton.chat(bot, { text: 'My Fähre to Kraków 🦆', variables: { order: 'AX-99' } })
    const found = async (q: string) => {
      const path = `/conversations?bot=${bot.id}&q=${encodeURIComponent(q)}`
      return must(await baton.get<{ items: { found?: unknown }[] }>(path)).items[0]?.found
    }
    expect(await found('krak my')).toEqual({
      in: 'message',
      seq: 3,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      by: { kind: 'contact', name: null },
      note: false,
      text: 'My Fähre to Kraków 🦆',
      hits: [
        [0, 2],
        [12, 16],
      ],
    })
    const hits = [
      [0, 2],
      [3, 5],
    ]
    expect(await found('ax-99')).toEqual({ in: 'variable', variable: 'order', text: 'AX-99', hits })
    must(await baton.patch(`/conversations/${chat.id}`, { setTags: ['Überfällig'] }))
    expect(await found('uber')).toEqual({ in: 'tag', text: 'Überfällig', hits: [[0, 4]] })
    expect(await found(chat.contact)).toMatchObject({ in: 'contact', text: chat.contact })
    expect(await found('')).toBeUndefined()
  })

  test('[I-40] search finds notes for the team, and only inside the workspace', async () => {
    const ana = await baton.operator()
    const chat = await baton.chat(await echo())
    must(await chat.post('messages', { operator: ana.id, text: 'zanzibar', note: true }))
    const by = { kind: 'operator', name: ana.name }
    expect(must(await baton.get('/conversations?q=zanzibar'))).toMatchObject({
      items: [{ id: chat.id, found: { in: 'message', note: true, by, text: 'zanzibar' } }],
    })
    expect(must(await (await baton.workspace()).get('/conversations?q=zanzibar'))).toEqual({
      items: [],
      nextCursor: null,
    })
  })

  test('[HO-34] counts say how many are requested, mine and open', async () => {
    const fresh = await baton.workspace()
    const bot = await fresh.bot([{ type: 'set_chat_operator_state', mode: 'request_operator' }])
    for (let turn = 0; turn < 3; turn += 1) await fresh.chat(bot)
    expect(must(await fresh.get('/conversations/counts'))).toEqual({ requested: 3, mine: 0, open: 3, snoozed: 0 })
  })
})

describe('labels', () => {
  test('[FL-10] the team sets variables, sets and drops tags; a closed conversation is left as it is', async () => {
    const chat = await baton.chat(await echo())
    expect(
      must(
        await baton.patch(`/conversations/${chat.id}`, {
          variables: { order: 7, 'favorite.color': 'red' },
          setTags: ['a', 'b'],
        }),
      ),
    ).toMatchObject({ conversation: { tags: ['a', 'b'], variables: { order: 7, favorite: { color: 'red' } } } })
    expect(
      must(await baton.patch(`/conversations/${chat.id}`, { setTags: ['a'], dropTags: ['b', 'never'] })),
    ).toMatchObject({ conversation: { tags: ['a'] } })
    expect((await chat.log()).slice(2)).toEqual(['variable_set', 'variable_set', 'tag_set', 'tag_set', 'tag_dropped'])
    expect((await baton.patch(`/conversations/${chat.id}`, { variables: { user_id: 'x' } })).status).toBe(422)
    must(await chat.post('close'))
    expect((await baton.patch(`/conversations/${chat.id}`, { setTags: ['late'] })).status).toBe(409)
  })
})

describe('closed conversations', () => {
  test('[I-24] nothing moves a closed conversation; closing twice is once', async () => {
    const [ana, group] = [await baton.operator(), await baton.group()]
    const bot = await baton.bot([text('Welcome')], { interactions: [{ name: 'more', actions: [text('more')] }] })
    const chat = await baton.chat(bot)
    must(await chat.post('close'))
    const before = await chat.view()
    must(await chat.post('close'))
    const refused = [
      chat.post('claim', { operator: ana.id }),
      chat.post('transfer', { operator: ana.id }),
      chat.post('transfer', { group: group.id }),
      chat.post('handover'),
      chat.post('handover', { interaction: 'more' }),
      chat.post('interactions', { interaction: 'more' }),
      chat.post('lock'),
      chat.post('messages', { operator: ana.id, text: 'hello' }),
      chat.setState({ mode: 'operator_takeover', operatorsGroup: group.id }),
    ]
    for (const { status, body } of await Promise.all(refused))
      expect([status, body]).toMatchObject([409, { code: 'closed' }])
    expect(await chat.view()).toEqual(before)
  })
})
