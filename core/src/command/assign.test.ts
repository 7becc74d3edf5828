import { Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import { ownerOf } from '../conversation/holder.ts'
import { type AssignWish, defineAction, step } from '../flow/action.ts'
import type { ActionDocument } from '../flow/bot.ts'
import { compileBot } from '../flow/compile.ts'
import type { FlowWorld } from '../flow/flow-world.ts'
import type { Seat } from '../routing/team.ts'
import {
  bot,
  by,
  claims,
  fakeCatalogue,
  flowOf,
  group,
  minutesAfter,
  opens,
  operator,
  operatorSays,
  program,
  say,
  type Talk,
  talk,
  team,
  told,
  world,
} from '../testing.ts'

const support = group('support')
const [ana, ben] = [operator({ name: 'Ana' }), operator({ name: 'Ben', load: 3 })]

const assign = defineAction({
  type: 'assign',
  title: '',
  help: '',
  group: 'people',
  schema: Type.Object({ wish: Type.Unsafe<AssignWish>({}) }),
  triggers: ['on_handed_over', 'on_unavailable', 'on_timeout'],
  placement: 'anywhere',
  needs: [],
  run: ({ wish }) => step({ kind: 'assign', wish }),
})

type Fields = Partial<Omit<AssignWish, 'settings'>> & { settings?: Partial<AssignWish['settings']> }

function wishing({ settings, ...fields }: Fields = {}): AssignWish {
  const asked = { mode: 'operator_takeover' as const, operatorsGroup: 'support', ...settings }
  return { settings: asked, message: { text: 'Here they are', parts: [] }, timeoutMs: null, ...fields }
}

/** A bot that assigns as soon as it is opened, with a branch for each outcome and something to say below it. */
function assigned(fields: Fields = {}, seats: readonly Seat[] = [ana, ben]): Talk {
  const action = {
    type: 'assign',
    wish: wishing(fields),
    on_handed_over: [say('Back with me')],
    on_unavailable: [say('Nobody in')],
    on_timeout: [say('It takes longer')],
  } as unknown as ActionDocument
  const document = bot({ welcome: [say('Hi'), action, say('below')], other: [say('other')] })
  const flow: FlowWorld = {
    ...flowOf(document),
    live: compileBot(document, 1, new Map([...fakeCatalogue, ['assign', assign]])),
  }
  const known = team(seats)
  known.putGroup(support)
  const one = talk(world({ team: known, flow }))
  one.does(opens())
  return one
}

const handsOver = { type: 'hand_over', by: by(ana), cause: 'desk' } as const
const requested = { settings: { mode: 'request_operator' } } as const
const passesTime = (one: Talk, minutes: number) => {
  one.world.now = minutesAfter(minutes)
  const [work] = one.works.splice(0, 1)
  if (work?.work.kind !== 'time_out') throw new Error('nothing times out')
  const { action, version } = work.work
  return told(one.does({ type: 'finish_work', work, answer: { kind: 'time_out', action, version } }).events)
}

describe('given to an operator', () => {
  test('[HO-10] the message is said before the takeover, the rest is not executed, and the bot is silent', () => {
    const one = assigned({ settings: { assignOperator: 'less_busy' } })
    expect(told(one.events).slice(1)).toEqual(['chatbot: Hi', 'chatbot: Here they are', 'taken_over'])
    expect(ownerOf(one.record.conversation.holder)).toBe(ana.id)
  })

  test('[HO-17] handed back, the branch for that runs, once', () => {
    const one = assigned({ settings: { assignOperator: 'less_busy' } })
    expect(told(one.does(handsOver).events)).toEqual(['handed_over', 'chatbot: Back with me'])
    one.does(claims(ana))
    expect(told(one.does(handsOver).events)).toEqual(['handed_over'])
  })

  test('[HO-42] what the operator starts comes after it', () => {
    const one = assigned({ settings: { assignOperator: 'less_busy' } })
    expect(told(one.does({ ...handsOver, interaction: 'other' }).events)).toEqual([
      'handed_over',
      'chatbot: Back with me',
      'chatbot: other',
    ])
  })

  test('[HO-41] a transfer is no handing back; [HO-8] nor is closing', () => {
    const one = assigned({ settings: { assignOperator: 'less_busy' } })
    one.does({ type: 'transfer', to: { operator: ben.id }, by: program, cause: 'api' })
    expect(told(one.does({ ...handsOver, by: by(ben) }).events)).toEqual(['handed_over', 'chatbot: Back with me'])
    const other = assigned({ settings: { assignOperator: 'less_busy' } })
    expect(told(other.does({ type: 'close', by: program, cause: 'api' }).events)).toEqual(['closed'])
  })

  test('[HO-30] only those who are named are candidates', () => {
    const one = assigned({ settings: { assignOperator: 'less_busy', operators: [ben.email, 'gone'] } })
    expect(ownerOf(one.record.conversation.holder)).toBe(ben.id)
    const none = assigned({ settings: { operators: ['gone'], onlyOnlineOperators: true } })
    expect(told(none.events)).toContain('chatbot: Nobody in')
  })
})

describe('nobody there', () => {
  test('[HO-11] with only those online nothing changes: the branch for it runs, then the next action', () => {
    const one = assigned({ settings: { onlyOnlineOperators: true } }, [operator({ online: false })])
    expect(told(one.events).slice(1)).toEqual([
      'chatbot: Hi',
      'assignment_skipped',
      'chatbot: Nobody in',
      'chatbot: below',
    ])
    expect(one.record.conversation).toMatchObject({ epoch: 0, holder: { state: 'chatbot_controlled' } })
  })

  test('[HO-12] without, the request is raised all the same, and the branch runs', () => {
    const one = assigned({}, [])
    expect(told(one.events).slice(1)).toEqual([
      'chatbot: Hi',
      'operator_requested',
      'chatbot: Nobody in',
      'chatbot: below',
    ])
  })
})

describe('asked for', () => {
  test('[HO-14] the next action runs, and the message is said when somebody takes it, however they do', () => {
    for (const command of [claims(ana), operatorSays(ana)]) {
      const one = assigned(requested)
      expect(told(one.events).slice(-2)).toEqual(['operator_requested', 'chatbot: below'])
      expect(told(one.does(command).events).slice(0, 2)).toEqual(['chatbot: Here they are', 'taken_over'])
      expect(told(one.does(handsOver).events)).toEqual(['handed_over', 'chatbot: Back with me'])
    }
  })

  test('[RO-24] when nobody has taken it in time the branch for that runs, and the request stays', () => {
    const one = assigned({ ...requested, timeoutMs: 60_000 })
    expect(one.works.map(({ work }) => work)).toMatchObject([{ kind: 'time_out', milliseconds: 60_000 }])
    expect(passesTime(one, 1)).toEqual(['chatbot: It takes longer'])
    expect(one.record.conversation.holder.state).toBe('operator_requested')
  })

  test('[HO-16] asked twice is once: what is to be said after a time is said once', () => {
    const one = assigned({ ...requested, timeoutMs: 60_000 })
    one.world.now = minutesAfter(0.5)
    one.does({ type: 'start_interaction', interaction: 'welcome', by: program, cause: 'api' })
    expect(one.works.filter(({ work }) => work.kind === 'time_out')).toHaveLength(1)
    expect(passesTime(one, 2)).toEqual(['chatbot: It takes longer'])
  })

  test('[HO-6] when somebody has, or it was withdrawn, it does not', () => {
    const taken = assigned({ ...requested, timeoutMs: 60_000 })
    taken.does(claims(ana))
    expect(passesTime(taken, 1)).toEqual([])
    const withdrawn = assigned({ ...requested, timeoutMs: 60_000 })
    expect(told(withdrawn.does({ type: 'hand_over', by: program, cause: 'api' }).events)).toEqual(['handed_over'])
    withdrawn.does({ type: 'set_operator_state', settings: { mode: 'request_operator' }, by: program, cause: 'api' })
    expect(passesTime(withdrawn, 1)).toEqual([])
  })
})
