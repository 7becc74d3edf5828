import { describe, expect, test } from 'vitest'
import type { Command } from '../command/command.ts'
import {
  by,
  claims,
  contactSays,
  group,
  heldBy,
  opens,
  operator,
  program,
  say,
  setOperatorStateTo,
  talk,
  world,
} from '../testing.ts'

const ana = operator({ name: 'Ana' })
const lead = operator({ name: 'Lea', role: 'supervisor' })
const interactions = {
  person: [say('One moment.'), setOperatorStateTo('request_operator')],
  fallback: [setOperatorStateTo('request_operator')],
}

function begun() {
  const one = talk(world({ team: [ana, lead], interactions }))
  one.does(opens())
  return one
}
const transfers = (from: typeof ana): Command => ({
  type: 'transfer',
  to: { group: group().id },
  by: by(from),
  cause: 'desk',
})

describe('why somebody waits', () => {
  test('[U-15] the flow that asks says where it stood and after which words', () => {
    const one = begun()
    one.does({ type: 'start_interaction', interaction: 'person', by: program, cause: 'api' })
    expect(one.record.conversation.asked).toEqual({ way: 'action', at: { behavior: 'main', interaction: 'person' } })
    const other = begun()
    other.does(contactSays('Where is my parcel?'))
    expect(other.record.conversation.asked).toMatchObject({ way: 'not_understood', said: 'Where is my parcel?' })
  })

  test('[U-15] a person who passes it on is named, and what ends an offer changes nothing', () => {
    const one = begun()
    one.does(claims(ana))
    expect(one.record.conversation.asked).toBeUndefined()
    one.does(transfers(ana))
    expect(one.record.conversation.asked).toMatchObject({ way: 'transferred', name: 'Ana' })
    one.does({ type: 'lose_group', group: group().id, by: by(lead), cause: 'desk' })
    expect(one.record.conversation.asked).toMatchObject({ way: 'transferred', name: 'Ana' })
  })

  test('[U-15] a program and an AI agent are told apart, and who is gone is named', () => {
    const settings = { mode: 'request_operator' } as const
    const one = begun()
    one.does({ type: 'set_operator_state', settings, by: program, cause: 'ai' })
    expect(one.record.conversation.asked?.way).toBe('ai')
    const other = begun()
    other.does({ type: 'set_operator_state', settings, by: program, cause: 'api' })
    expect(other.record.conversation.asked?.way).toBe('program')
    const third = begun()
    third.does(claims(ana))
    third.does({ type: 'lose_operator', operator: ana.id, by: by(lead), cause: 'desk' })
    expect(third.record.conversation.asked).toMatchObject({ way: 'released', name: 'Ana' })
  })

  test('[U-15] it ends with the request', () => {
    const one = begun()
    one.does({ type: 'start_interaction', interaction: 'person', by: program, cause: 'api' })
    one.does({ type: 'close', by: program, cause: 'api' })
    expect(one.record.conversation.asked).toBeUndefined()
    expect(heldBy({ state: 'chatbot_controlled' }).asked).toBeUndefined()
  })
})
