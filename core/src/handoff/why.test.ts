import { describe, expect, test } from 'vitest'
import type { ConversationEvent } from '../conversation/event.ts'
import type { Requested } from '../conversation/holder.ts'
import { group, heldBy, log, noon, operator, takenOver, team } from '../testing.ts'
import { standingOf, verdictThen } from './why.ts'
import { standingInWords, verdictWords } from './why-words.ts'

const support = group('support')
const ana = operator({ name: 'Ana', groups: [support] })
const ben = operator({ name: 'Ben', groups: [group('sales')] })
const waits: Requested = { state: 'operator_requested', group: support.id, operator: null, requestedAt: noon }

function standing(holder: Requested, seat = ana, routing = {}) {
  const known = team([ana, ben])
  known.putGroup(support, { automatic: true, ...routing })
  known.put(seat)
  return standingOf(heldBy(holder), known.seat(seat.id) ?? seat, { team: known, now: noon })
}

describe('why not me, now', () => {
  test('[RO-50] somebody has it, or nobody is asked', () => {
    const known = team([ana, ben])
    const moment = { team: known, now: noon }
    expect(standingOf(takenOver().conversation, ana, moment)).toEqual({ kind: 'is_owner' })
    expect(standingOf(takenOver().conversation, ben, moment)).toEqual({
      kind: 'owned',
      by: { id: ana.id, name: 'Ana' },
    })
    expect(standingOf(heldBy({ state: 'chatbot_controlled' }), ana, moment)).toEqual({ kind: 'bot_has_it' })
    expect(standingOf({ ...takenOver().conversation, status: 'closed' }, ana, moment)).toEqual({ kind: 'closed' })
  })

  test('[RO-50] [RO-30] it waits: what keeps it from somebody, or that nothing does', () => {
    const offer = { at: noon, until: noon }
    expect(standing(waits)).toEqual({ kind: 'may_take' })
    expect(standing({ ...waits, operator: ana.id })).toEqual({ kind: 'asked_first' })
    expect(standing({ ...waits, operator: ana.id, offer })).toEqual({ kind: 'asked' })
    expect(standing({ ...waits, operator: ana.id, offer }, ben)).toMatchObject({
      kind: 'other_asked',
      by: { name: 'Ana' },
    })
    expect(standing(waits, ana, { automatic: false })).toEqual({ kind: 'not_automatic' })
    expect(standing({ ...waits, offersMade: 3 }, ana, { offer: {} })).toEqual({ kind: 'open_for_all' })
    expect(standing(waits, ben)).toMatchObject({ kind: 'verdict', verdict: 'not_in_group' })
    expect(standing(waits, { ...ana, capacity: 2, load: 2 })).toEqual({
      kind: 'verdict',
      verdict: 'full',
      load: 2,
      limit: 2,
    })
    expect(standing(waits, { ...ana, status: 'away' })).toMatchObject({ verdict: 'offline' })
    expect(standing(waits, { ...ana, isOff: true })).toMatchObject({ verdict: 'closed' })
    expect(standing(waits, { ...ana, coolsUntil: (noon + 1) as typeof noon })).toMatchObject({
      verdict: 'cooling_down',
    })
    expect(standing(waits, ana, { required: { skills: ['billing'] } })).toMatchObject({ verdict: 'lacks_ability' })
  })

  test('[RO-50] each answer is a sentence that names who it is about', () => {
    expect(standingInWords('Ana', standing(waits, { ...ana, capacity: 2, load: 2 }))).toBe(
      'Ana has no room: 2 of 2 conversations.',
    )
    expect(standingInWords('Ana', standing(waits, ben))).toBe('Ana is not in the group.')
    for (const words of Object.values(verdictWords)) expect(words).toMatch(/^(was|could|had|is|has|lacks|did) /)
  })
})

describe('why not me, then', () => {
  const decided = (considered: { name: string; verdict: 'picked' | 'busier' }[]): ConversationEvent[] =>
    log({
      type: 'assignment_skipped',
      data: {
        reason: 'none_online',
        cause: 'action',
        decision: {
          settings: {},
          considered: considered.map(({ name, verdict }) => {
            const { id } = operator({ name })
            return { operator: { id, name }, verdict, load: 1 }
          }),
          picked: ana.id,
          rule: 'less_busy',
        },
      },
    })

  test('[RO-50] [HO-36] what the decision said of somebody; nothing where it does not list them, or there was none', () => {
    const events = decided([
      { name: 'Ana', verdict: 'picked' },
      { name: 'Ben', verdict: 'busier' },
    ])
    expect(verdictThen(events, ben.id)).toEqual({
      seq: 1,
      verdict: 'busier',
      load: 1,
      picked: ana.id,
      rule: 'less_busy',
    })
    expect(verdictThen(decided([{ name: 'Ana', verdict: 'picked' }]), ben.id)).toMatchObject({ verdict: null })
    expect(verdictThen([], ben.id)).toBeNull()
  })
})
