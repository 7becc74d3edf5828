import { expect, test } from 'vitest'
import { parseFrame } from './frames.ts'
import { nothingKnown, receive } from './state.ts'

const frame = (name: string, state: string, conversation = 'conv_1') =>
  parseFrame(JSON.stringify({ type: 'viewing', conversation, operator: { id: `op_${name}`, name }, state }))

test('[U-07] colleagues stand by their conversation: who writes first, then who looks; who is gone is gone', () => {
  const frames = [frame('Ben', 'viewing'), frame('Ana', 'away'), frame('Cleo', 'viewing'), frame('Cleo', 'writing')]
  const known = frames.reduce((state, one) => (one === null ? state : receive(state, one, 0).state), nothingKnown)
  expect(known.viewing.conv_1?.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'Cleo writing',
    'Ben viewing',
    'Ana away',
  ])
  const gone = ['Ana', 'Ben', 'Cleo', 'Nobody'].reduce((state, name) => {
    const left = frame(name, 'gone')
    return left === null ? state : receive(state, left, 0).state
  }, known)
  expect(gone.viewing).toEqual({})
})

test('[U-14] what a contact writes comes with the sign that they do, and goes with it', () => {
  const typing = parseFrame(
    '{"type":"typing","conversation":"conv_1","actor":{"kind":"contact"},"isTyping":true,"text":"I lost"}',
  )
  if (typing === null) throw new Error('not read')
  const told = receive(nothingKnown, typing, 0).state
  expect(told.typing[0]?.text).toBe('I lost')
  const later = receive(told, { ...typing, text: 'I lost my' } as typeof typing, 1).state
  expect(later.typing.map(({ text }) => text)).toEqual(['I lost my'])
})
