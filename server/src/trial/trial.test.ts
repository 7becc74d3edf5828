import { seededChance } from '@baton/core/chance'
import type { BotDocument } from '@baton/core/flow'
import { asId } from '@baton/core/ids'
import { countingIds, group, heldBy, noon, operator, operatorId, team } from '@baton/core/testing'
import { describe, expect, test } from 'vitest'
import { pretendedTeam } from './pretended.ts'
import { type Trial, type TrialStep, type TrialWorld, takeStep } from './trial.ts'

const ana = operator({ name: 'Ana', online: false, capacity: 3, load: 2 })

describe('a pretended team', () => {
  const seatIn = (pretence: Parameters<typeof pretendedTeam>[1]) =>
    pretendedTeam(team([ana]), pretence, null).seat(operatorId('Ana'))

  test('[HO-36] is as it is, all there, nobody there, or all full', () => {
    expect(seatIn('as_it_is')).toMatchObject({ status: 'offline', load: 2, capacity: 3 })
    expect(seatIn('everybody_online')).toMatchObject({ status: 'online', capacity: 3 })
    expect(seatIn('nobody_online')?.status).toBe('offline')
    expect(seatIn('all_full')).toMatchObject({ status: 'online', load: 2, capacity: 2 })
  })

  test('[HO-34] is a team of its own, in which the tried conversation counts', () => {
    const real = team([ana])
    const taken = { state: 'taken_over', owner: operatorId('Ana'), group: null, requestedAt: null, takenOverAt: noon }
    const copy = pretendedTeam(real, 'as_it_is', heldBy(taken as never))
    expect(copy.seat(operatorId('Ana'))?.load).toBe(3)
    copy.setLoad(operatorId('Ana'), 9)
    expect(real.seat(operatorId('Ana'))?.load).toBe(2)
  })

  test('[RO-31] has the groups, how they route and where their circles stand', () => {
    const real = team([ana])
    real.putGroup(group('support'), { limit: 1, automatic: true })
    const copy = pretendedTeam(real, 'everybody_online', null)
    expect(copy.findGroup('support')).toEqual(group('support'))
    expect(copy.isAutomatic).toBe(true)
  })
})

describe('a step', () => {
  const draft = (...actions: object[]) =>
    ({
      name: 'Acme',
      startBehavior: 'main',
      behaviors: [{ name: 'main', interactions: [{ name: 'welcome', start: true, actions }] }],
    }) as unknown as BotDocument
  const world = (document: BotDocument): TrialWorld => ({
    bot: { id: asId<'bot'>('bot_1'), name: 'Acme' },
    draft: document,
    version: 1,
    packages: new Set(),
    team: team([ana]),
    now: noon,
    chance: seededChance(1),
    newId: countingIds(),
    locale: 'en',
  })
  const opens: TrialStep = { kind: 'opens' }

  test('[FL-7] a bot that does too much at once is stopped', () => {
    const many = Array.from({ length: 400 }, () => ({ type: 'text', text: 'x' }))
    const again = { type: 'go_to', interaction: 'welcome' }
    expect(takeStep(null, opens, world(draft(...many, again)))).toEqual({
      ok: false,
      refusal: { kind: 'trial_too_long' },
    })
  })

  test('[FL-5] what nothing waits for is told and left undone', () => {
    const webhook = { type: 'trigger_webhook', url: 'https://other.example', event: 'hello' }
    const tried = takeStep(null, opens, world(draft(webhook)))
    expect(tried).toMatchObject({ ok: true, value: { undone: ['webhook'], trial: { works: [] } } })
  })

  test('[FL-5] a delay is over at once, and the state is plain data', () => {
    const tried = takeStep(null, opens, world(draft({ type: 'delay', seconds: 60 }, { type: 'text', text: 'Done' })))
    if (!tried.ok) throw new Error(tried.refusal.kind)
    expect(tried.value.events.at(-1)).toMatchObject({ type: 'message', data: { text: 'Done' } })
    const kept: Trial = JSON.parse(JSON.stringify(tried.value.trial))
    expect(kept).toEqual(tried.value.trial)
  })
})
