import { describe, expect, test } from 'vitest'
import { authored, differencesBetween, stepsBetween } from './diff.ts'
import { behavior, bot, go, offer, say } from './testing.ts'

const before = bot(behavior('main', { welcome: [say('Hello'), say('Bye')], gone: [say('Gone')] }))

describe('differences between two documents', () => {
  test('[FL-1] the same document has none, also when replies were given payloads', () => {
    const written = bot(behavior('main', { welcome: [offer({ label: 'Yes' })] }))
    const published = bot(behavior('main', { welcome: [offer({ label: 'Yes', payload: 'reply_0.0.0.0_1x2y3z' })] }))
    expect(differencesBetween(written, published)).toEqual({ bot: [], parts: [] })
    expect(authored(published)).toEqual(written)
  })

  test('[FL-1] a payload that an author wrote stays', () => {
    const written = bot(behavior('main', { welcome: [offer({ label: 'Yes', payload: 'reply_yes' })] }))
    expect(authored(written)).toEqual(written)
  })

  test('[FL-1] interactions that came, went and changed, with their actions', () => {
    const after = bot(behavior('main', { welcome: [say('Hi'), say('Bye'), go('fresh')], fresh: [say('New')] }))
    const { parts } = differencesBetween(before, after)
    expect(parts.map(({ interaction, kind }) => [interaction, kind])).toEqual([
      ['welcome', 'changed'],
      ['fresh', 'added'],
      ['gone', 'removed'],
    ])
    expect(parts[0]?.actions).toEqual([
      { kind: 'changed', before: say('Hello'), action: say('Hi'), settings: ['text'] },
      { kind: 'added', action: go('fresh') },
    ])
  })

  test('[FL-1] settings of an interaction and of the bot', () => {
    const after = { ...before, name: 'Other', behaviors: structuredClone(before.behaviors) as never[] }
    const [main] = after.behaviors as { interactions: Record<string, unknown>[] }[]
    Object.assign(main?.interactions[0] ?? {}, { keywords: ['hi'] })
    const found = differencesBetween(before, after)
    expect(found.bot).toEqual(['name'])
    expect(found.parts).toMatchObject([
      { interaction: 'welcome', kind: 'changed', settings: ['keywords'], actions: [] },
    ])
  })

  test('[FL-1] steps lead from one list to the other', () => {
    const [one, other] = [[...'abcbdab'], [...'bdcaba']]
    const steps = stepsBetween(one, other, (a, b) => a === b)
    const kept = (kind: string) => steps.filter((step) => step.kind !== kind).map(({ item }) => item)
    expect(kept('added')).toEqual(one)
    expect(kept('removed')).toEqual(other)
    expect(steps.filter(({ kind }) => kind === 'same')).toHaveLength(4)
  })
})
