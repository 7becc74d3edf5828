import type { FormField } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import type { LeftMessage, Message, Reply } from '../connection/api.ts'
import type { Answer } from '../connection/parse.ts'
import { parseLook } from '../connection/parse-look.ts'
import { asked, heldBy, moved } from '../state/testing.ts'
import { apply, type View } from '../state/view.ts'
import { createForms } from './forms.ts'
import { createStore } from './model.ts'

const email: FormField = { variable: 'user_email', label: 'E-mail', kind: 'email', isRequired: true }
const answer: Answer = { conversation: 'conv_1', events: [] }
const unreachable: Reply<Answer> = { ok: false, trouble: { kind: 'unreachable', retryAfterMs: null } }

/** `replies`: to what is sent, one after another. */
function opened(look: object, { isAbsent = false, known = {}, replies = [] as Reply<Answer>[] } = {}) {
  const store = createStore()
  store.change({ look: parseLook(look) })
  const sent: Message[] = []
  const left: LeftMessage[] = []
  const kept = new Map<string, string | null>()
  let begun = 0
  const reply = (): Reply<Answer> => replies.shift() ?? { ok: true, value: answer }
  const forms = createForms({
    api: {
      send: async (message) => {
        sent.push(message)
        return reply()
      },
      leave: async (message) => {
        left.push(message)
        return reply()
      },
      absence: async () => ({ ok: true, value: { absence: isAbsent ? { because: 'nobody_online' } : null } }),
    },
    store,
    keep: { read: () => null, write: (key, value) => void kept.set(key, value), onChange: () => {}, clear: () => {} },
    known: () => known,
    onAnswer: () => {},
    begin: () => {
      begun += 1
    },
  })
  const happen = async (...events: Parameters<typeof moved>[]) => {
    const before: View = store.read().view
    const view = events.reduce(
      (now, parts) =>
        apply({ type: 'streamed', conversation: 'conv_1', events: [moved(...parts)], lastSeq: parts[0] }, now),
      before,
    )
    store.change({ view })
    forms.follow(before)
    await settle()
  }
  return { store, forms, sent, left, kept, happen, begun: () => begun, form: () => store.read().form }
}

/** What is under way has its answer by then. */
async function settle(): Promise<void> {
  for (let step = 0; step < 5; step += 1) await Promise.resolve()
}

const first = { preChat: { when: 'always', text: '', fields: [email] } }
const later = { preChat: { when: 'before_operator', text: '', fields: [email] } }
const leaving = { offline: { text: 'Later', fields: [email] } }

test('[A-14] first questions hold back what is written until they are answered, and are asked again when that fails', async () => {
  const { forms, sent, form, begun } = opened(first, { replies: [unreachable] })
  expect(forms.askFirst()).toBe(true)
  expect(forms.holdsBack()).toBe(true)
  forms.submit({ user_email: 'mira@shop.example' }, '')
  await settle()
  expect(form()).toMatchObject({ kind: 'start', progress: 'not_reached' })
  forms.submit({ user_email: 'mira@shop.example' }, '')
  await settle()
  expect(sent).toEqual([1, 2].map(() => ({ variables: { user_email: 'mira@shop.example' } })))
  expect([form(), forms.holdsBack(), begun()]).toEqual([null, false, 1])
})

test('[A-14] where the site has said everything nothing is asked', async () => {
  const { forms, happen, form } = opened({ ...first }, { known: { user_email: 'mira@shop.example' } })
  expect(forms.askFirst()).toBe(false)
  const { happen: ask, form: shown } = opened(later, { known: { user_email: 'mira@shop.example' } })
  await ask([1, 'operator_requested', asked])
  await happen([1, 'operator_requested', asked])
  expect([form(), shown()]).toEqual([null, null])
})

test('[A-14] questions beside a request are asked once: answered or skipped, not again in the same conversation', async () => {
  const { forms, happen, form } = opened(later)
  await happen([1, 'operator_requested', asked])
  expect(form()).toMatchObject({ kind: 'meanwhile', fields: [email] })
  forms.dismiss()
  await happen([2, 'taken_over', heldBy('Ana')])
  expect(form()).toBeNull()
})

test('[V-09] where nobody is there a message can be left, once, however often it is tried; its words are gone from the field', async () => {
  const { forms, happen, form, left, kept, store } = opened(leaving, { isAbsent: true, replies: [unreachable] })
  await happen([1, 'operator_requested', asked])
  expect(form()).toMatchObject({ kind: 'leave', text: 'Later' })
  const values = { user_email: 'mira@shop.example' }
  for (const _ of [1, 2]) {
    forms.submit(values, ' Call me ')
    await settle()
  }
  expect(left.map(({ text, variables }) => [text, variables])).toEqual([1, 2].map(() => ['Call me', values]))
  expect(new Set(left.map(({ clientMessageId }) => clientMessageId)).size).toBe(1)
  expect([form(), store.read().leftIn, kept.get('draft')]).toEqual([null, 'conv_1', null])
  // What was said once is not asked for again.
  forms.leave()
  expect(form()?.fields).toEqual([])
})

test('[V-09] where somebody is there nothing is offered, and whoever joins ends the form', async () => {
  const staffed = opened(leaving)
  await staffed.happen([1, 'operator_requested', asked])
  expect(staffed.form()).toBeNull()
  const { happen, form, store } = opened(leaving, { isAbsent: true })
  await happen([1, 'operator_requested', asked])
  await happen([2, 'taken_over', heldBy('Ana')])
  expect([form(), store.read().absence]).toEqual([null, null])
})
