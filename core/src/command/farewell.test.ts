import { describe, expect, test } from 'vitest'
import { allVariables, verifiedContact } from '../conversation/chat-variables.ts'
import { type Conversation, fold } from '../conversation/conversation.ts'
import { nameOfContact } from '../protocol/views.ts'
import { claims, contactSays, opens, operator, type Talk, talk, team, world } from '../testing.ts'
import { decide } from './decide.ts'

const ana = operator({ name: 'Ana' })

/** The contact has said something, and Ana has taken over. */
function held(): Talk {
  const one = talk(world({ team: team([ana]) }))
  one.does(opens())
  one.does(contactSays('hello'))
  one.does(claims(ana))
  return one
}

const refused = (one: Talk, command: Parameters<typeof decide>[2]) => {
  const decided = decide(one.record.conversation.id, one.record, command, one.world)
  return decided.ok ? null : decided.refusal.kind
}

const verifiedIn = (conversation: Conversation) =>
  allVariables(conversation, null, {
    ...{ botName: 'Acme', locale: 'en' },
    names: { operator: () => '', group: () => '' },
  }).user_verified

describe('a contact who leaves', () => {
  test('[V-11] ends it although somebody owns it, whose load goes down; said again it is nothing', () => {
    const one = held()
    one.does({ type: 'end_chat' })
    expect(one.record.conversation.status).toBe('closed')
    expect(one.events.at(-1)).toMatchObject({
      ...{ type: 'closed', actor: { kind: 'contact' } },
      data: { reason: 'contact_ended', cause: 'channel', to: { chatState: 'chatbot_controlled' } },
    })
    expect(one.world.team.seat(ana.id)?.load).toBe(0)
    const { lastSeq } = one.record.conversation
    one.does({ type: 'end_chat' })
    expect(one.record.conversation.lastSeq).toBe(lastSeq)
  })

  test('[V-11] rates what is closed, again and again, and changes nothing else', () => {
    const one = held()
    expect(refused(one, { type: 'rate', score: 5 })).toBe('still_open')
    one.does({ type: 'end_chat' })
    const { epoch } = one.record.conversation
    one.does({ type: 'rate', score: 2 })
    one.does({ type: 'rate', score: 5, comment: 'Quick' })
    expect(one.events.slice(-2).map(({ type, data }) => [type, data])).toEqual([
      ['rated', { score: 2 }],
      ['rated', { score: 5, comment: 'Quick' }],
    ])
    expect(one.record.conversation).toMatchObject({ status: 'closed', epoch })
    expect(one.record.conversation).toEqual(fold(one.record.conversation.id, one.events))
  })
})

describe('a contact whom a site vouches for', () => {
  test('[V-13] goes on with the conversation in another name; what does not fit of their variables is left out', () => {
    const one = held()
    const was = one.record.conversation.contact
    const contact = verifiedContact('42')
    expect(verifiedIn(one.record.conversation)).toBe(false)
    const variables = { user_name: 'Ana Ribeiro', 'Not a name': 'x', user_verified: false, chat_state: 'closed' }
    one.does({ type: 'identify', was, contact, variables })
    const { conversation } = one.record
    expect(conversation).toMatchObject({ contact, variables: { user_name: 'Ana Ribeiro' } })
    expect(conversation.variables).not.toHaveProperty('user_verified')
    expect(conversation).toEqual(fold(conversation.id, one.events))
    expect(verifiedIn({ ...conversation, channel: 'web' })).toBe(true)
    expect(verifiedIn({ ...conversation, channel: 'custom' })).toBe(false)
    one.does({ type: 'end_chat' })
    expect(refused(one, { type: 'identify', was: contact, contact: was, variables: {} })).toBe('closed')
  })

  test('[V-13] is shown by the site’s own name for them where there is no other', () => {
    expect(nameOfContact('user:42', undefined)).toBe('42')
    expect(nameOfContact('user:42', 'Ana')).toBe('Ana')
  })
})
