import { describe, expect, test } from 'vitest'
import { catalogueOf, freshAction, isShown, triggersOf, unknownSettings, withUnknown } from './catalogue.ts'
import { catalogue, servedActions } from './testing.ts'

function described(type: string) {
  const found = catalogue.get(type)
  if (found === undefined) throw new Error(`no ${type}`)
  return found
}

describe('[FL-12] forms are drawn from what the server says', () => {
  test('[FL-12] each kind of setting has its control', () => {
    const controls = (type: string) => described(type).fields.map(({ name, control }) => [name, control.kind])
    expect(controls('input')).toEqual([
      ['variable', 'text'],
      ['expects', 'choice'],
      ['pattern', 'text'],
      ['maxTries', 'number'],
    ])
    expect(controls('set_chat_operator_state')).toEqual([
      ['mode', 'choice'],
      ['operatorsGroup', 'reference'],
      ['onlyOnlineOperators', 'switch'],
    ])
    expect(controls('http_request')).toEqual([
      ['headers', 'pairs'],
      ['body', 'value'],
    ])
    expect(controls('carousel')).toEqual([['cards', 'list']])
    expect(described('text').fields[0]).toMatchObject({
      title: 'Text',
      help: 'What is said.',
      isTemplate: true,
      control: { kind: 'text', isMultiline: true },
    })
  })

  test('[FL-12] a text that may be something else too is written as a text, and a list of what is picked begins empty', () => {
    const properties = {
      channel: { type: ['string', 'boolean'] },
      operators: { type: 'array', items: { type: 'string', reference: 'operator' } },
    }
    const schema = { type: 'object', required: ['operators'], properties }
    const [first] = servedActions
    if (first === undefined) throw new Error('nothing is served')
    const described = catalogueOf([{ ...first, type: 'mixed', schema }], {}).get('mixed')
    expect(described?.fields.map(({ control }) => control)).toMatchObject([
      { kind: 'text' },
      { kind: 'list', item: { control: { kind: 'reference', to: 'operator' } } },
    ])
    expect(described && freshAction(described)).toEqual({ type: 'mixed', operators: [] })
  })

  test('[FL-12] what an action does is known by its settings, not by its name', () => {
    const jumps = [...catalogue.values()].filter(({ isJump }) => isJump).map(({ type }) => type)
    const handoffs = [...catalogue.values()].filter(({ isHandoff }) => isHandoff).map(({ type }) => type)
    expect([jumps, handoffs]).toEqual([['go_to'], ['set_chat_operator_state']])
    expect(described('go_to').fields.map(({ control }) => control.kind)).toEqual(['interaction', 'behavior', 'choice'])
  })

  test('[FL-12] the published schema says where operations stand', () => {
    expect(described('input')).toMatchObject({ triggers: ['on_input', 'on_give_up'], items: null })
    expect(described('quick_replies')).toMatchObject({ triggers: [], items: { at: ['replies'], trigger: 'on_click' } })
    expect(described('random_split').items).toEqual({ at: ['branches'], trigger: 'on_chosen' })
    expect(described('carousel').items).toEqual({ at: ['cards', 'buttons'], trigger: 'on_click' })
    const [cards] = described('carousel').fields
    const card = cards?.control.kind === 'list' ? cards.control.item.control : null
    const buttons = card?.kind === 'fields' ? card.fields.find(({ name }) => name === 'buttons') : null
    expect([cards?.control, buttons?.control]).toMatchObject([{ trigger: null }, { trigger: 'on_click' }])
  })

  test('[HO-22] channels on which it does not work are named', () => {
    expect(described('set_chat_operator_state').unavailableOn).toEqual(['mail'])
  })
})

test('[FL-12] a fresh action has what is required, with the values that are proposed', () => {
  expect(freshAction(described('text'))).toEqual({ type: 'text', text: '' })
  expect(freshAction(described('input'))).toEqual({ type: 'input', variable: '', expects: 'text' })
  expect(freshAction(described('quick_replies'))).toEqual({ type: 'quick_replies', replies: [{ label: '' }] })
  expect(freshAction(described('go_to'))).toEqual({ type: 'go_to' })
})

test('[FL-12] a setting is shown when it counts, or when it is set all the same', () => {
  const { fields } = described('input')
  const shown = (settings: Record<string, unknown>) =>
    fields.filter((field) => isShown(field, settings, fields)).map(({ name }) => name)
  expect(shown({})).toEqual(['variable', 'expects', 'maxTries'])
  expect(shown({ expects: 'pattern' })).toContain('pattern')
  expect(shown({ expects: 'text', pattern: 'x' })).toContain('pattern')
})

test('[HO-21] settings of a package that is missing are kept and can be edited', () => {
  const action = { type: 'text', text: 'a', later: 1, on_click: [] }
  expect(unknownSettings(action, described('text'))).toEqual({ later: 1 })
  expect(withUnknown(action, described('text'), { other: 2 })).toEqual({
    type: 'text',
    text: 'a',
    on_click: [],
    other: 2,
  })
  expect(triggersOf(action, described('text'))).toEqual(['on_click'])
  expect(unknownSettings({ type: 'gone', x: 1 }, undefined)).toEqual({ x: 1 })
})
