import { type BotDocument, step, validateBot } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf } from '../testing.ts'
import { setChatOperatorState } from './action.ts'

const type = 'set_chat_operator_state'
const takeover = { mode: 'operator_takeover', onlyOnlineOperators: true }

test('[HO-24] the settings are handed on as they are', () => {
  const settings = { mode: 'operator_takeover', operatorsGroup: 'support', assignOperator: 'less_busy' } as const
  expect(setChatOperatorState.run(settings, around())).toEqual(step({ kind: 'set_operator_state', settings }))
})

test('[FL-2] the operator goes with specific, and only with it', () => {
  const mode = 'operator_takeover'
  expect(problemsOf(setChatOperatorState, { mode, assignOperator: 'specific' })).toEqual(['operator required'])
  expect(problemsOf(setChatOperatorState, { mode, operator: 'ana' })).toEqual(['operator not_allowed'])
  expect(problemsOf(setChatOperatorState, { mode, assignOperator: 'specific', operator: 'ana' })).toEqual([])
  expect(problemsOf(setChatOperatorState, { mode, assignOperator: 'busiest' })).toEqual(['assignOperator invalid'])
  expect(problemsOf(setChatOperatorState, {})).toEqual(['mode required'])
})

test('[HO-22] it needs a channel that can be written to unasked', () => {
  expect(setChatOperatorState.needs).toEqual(['push'])
  const bot = botWith([{ type, mode: 'request_operator' }])
  const { warnings } = validateBot(bot, worldOf({ channels: [{ type: 'pull', can: [] }] }))
  expect(warnings.map(({ path, code }) => `${path} ${code}`)).toEqual([`${first} unavailable_on_channel`])
})

test('[HO-20] it stands only directly inside an interaction', () => {
  const child = { type, mode: 'request_operator' }
  const bot = { ...botWith([{ type: 'wrapper', on_else: [child] }]), operations: [child] }
  expect(errorsOf(bot)).toEqual(['operations[0] wrong_placement', `${first}.on_else[0] wrong_placement`])
})

test('[HO-20] it takes no children', () => {
  const bot = botWith([{ type, mode: 'request_operator', on_else: [] }])
  expect(errorsOf(bot)).toEqual([`${first}.on_else trigger_not_allowed`])
})

test('[HO-21] without the package a bot that uses more than the mode is not published', () => {
  const bot = botWith([{ type, operatorsGroup: 'a', assignOperator: 'specific', operator: 'b', ...takeover }])
  const fields = ['operatorsGroup', 'assignOperator', 'operator', 'onlyOnlineOperators']
  expect(errorsOf(bot, { packages: new Set() })).toEqual(fields.map((field) => `${first}.${field} package_missing`))
  expect(errorsOf(botWith([{ type, mode: 'request_operator' }]), { packages: new Set() })).toEqual([])
})

test('[FL-2] an unknown group or operator is not published', () => {
  const unknown = { hasGroup: () => false, hasOperator: () => false }
  const bot = botWith([{ type, ...takeover, operatorsGroup: 'x', assignOperator: 'specific', operator: 'y' }])
  expect(errorsOf(bot, unknown)).toEqual([
    `${first}.operatorsGroup unknown_group`,
    `${first}.operator unknown_operator`,
  ])
})

test('[FL-2][HO-11] a takeover of online operators that ends its list warns that nobody may be there', () => {
  const warned = (settings: object, isLast = true) =>
    setChatOperatorState.advise?.(settings, { isLast, path: 'a' }).map(({ code }) => code)
  expect(warned(takeover)).toEqual(['nobody_branch_missing'])
  expect(warned(takeover, false)).toEqual([])
  expect(warned({ mode: 'operator_takeover' })).toEqual([])
  expect(warned({ mode: 'request_operator', onlyOnlineOperators: true })).toEqual([])
})

const first = 'behaviors[0].interactions[0].actions[0]'
const wrapper = {
  ...setChatOperatorState,
  type: 'wrapper',
  placement: 'anywhere',
  triggers: ['on_else'],
  needs: [],
} as const

function botWith(actions: BotDocument['behaviors'][number]['interactions'][number]['actions']): BotDocument {
  const filled = actions.map((action) => (action.type === 'wrapper' ? { ...action, mode: 'request_operator' } : action))
  return {
    name: 'Bot',
    startBehavior: 'main',
    behaviors: [{ name: 'main', interactions: [{ name: 'start', start: true, actions: filled }] }],
  }
}

type World = Parameters<typeof validateBot>[1]

function worldOf(change: Partial<World>): World {
  const catalogue = new Map([setChatOperatorState, wrapper].map((action) => [action.type, action]))
  const packages = new Set(['pro_team'])
  return { catalogue, packages, hasGroup: () => true, hasOperator: () => true, channels: [], ...change }
}

function errorsOf(bot: BotDocument, change: Partial<World> = {}): string[] {
  return validateBot(bot, worldOf(change)).errors.map(({ path, code }) => `${path} ${code}`)
}
