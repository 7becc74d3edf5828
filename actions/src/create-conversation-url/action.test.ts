import { expect, test } from 'vitest'
import { around, problemsOf, resumed, setBy } from '../testing.ts'
import { createConversationUrl } from './action.ts'

test('[FL-5] the link is made outside of the turn, for a day, and only to look', () => {
  expect(createConversationUrl.run({}, around()).then).toEqual({
    kind: 'wait',
    work: { kind: 'link', hours: 24, takesOver: false, handsOver: false },
  })
  expect(createConversationUrl.run({ hours: 2, takesOver: true, handsOver: true }, around()).then).toMatchObject({
    work: { hours: 2, takesOver: true, handsOver: true },
  })
})

test('[FL-9] it is kept in a variable', () => {
  const answer = { kind: 'link', url: 'https://desk.example/inbox/conv_1?shared=x' } as const
  expect(setBy(resumed(createConversationUrl, {}, answer))).toEqual({ conversation_share_url: answer.url })
  expect(setBy(resumed(createConversationUrl, { variable: 'link' }, answer))).toEqual({ link: answer.url })
})

test.each([
  [{ hours: 0 }, ['hours invalid']],
  [{ handsOver: true }, ['handsOver not_allowed']],
  [{ takesOver: true, handsOver: true }, []],
])('[FL-2] of %j it says %j', (settings, problems) => {
  expect(problemsOf(createConversationUrl, settings)).toEqual(problems)
})
