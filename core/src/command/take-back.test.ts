import { describe, expect, test } from 'vitest'
import { fold } from '../conversation/conversation.ts'
import { ownerOf } from '../conversation/holder.ts'
import {
  by,
  claims,
  contactSays,
  group,
  opens,
  operator,
  operatorSays,
  program,
  type Talk,
  talk,
  team,
  world,
} from '../testing.ts'
import { after } from '../time.ts'
import type { Command } from './command.ts'

const ana = operator({ name: 'Ana' })
const ben = operator({ name: 'Ben' })
const cleo = operator({ name: 'Cleo' })
const transfers = (to: { operator: typeof ana.id } | { group: ReturnType<typeof group>['id'] | null }): Command => ({
  type: 'transfer',
  to,
  by: by(ana),
  cause: 'desk',
})
/** As one who sees whom they take it from. */
const takesBack = (to: Parameters<typeof transfers>[0]): Command => ({ ...transfers(to), from: ben.id }) as Command

/** Ana had it and has just passed it on to Ben. */
function passedOn(): Talk {
  const one = talk(world({ team: team([ana, ben, cleo]) }))
  one.does(opens())
  one.does(claims(ana))
  one.does(transfers({ operator: ben.id }))
  return one
}

const later = (one: Talk, seconds: number) => {
  one.world.now = after(one.world.now, seconds * 1_000)
}

describe('taking back what one has passed on', () => {
  test('[U-21] [HO-41] for thirty seconds, to oneself, to a group or to everybody, also after the contact wrote', () => {
    const ways: [Command, string, string | null][] = [
      [takesBack({ operator: ana.id }), 'taken_over', ana.id],
      [takesBack({ group: group('support').id }), 'operator_requested', null],
      [takesBack({ group: null }), 'operator_requested', null],
    ]
    for (const [way, state, owner] of ways) {
      const one = passedOn()
      one.does(contactSays('and now?'))
      later(one, 30)
      one.does(way)
      const { id, holder } = one.record.conversation
      expect([holder.state, ownerOf(holder)]).toEqual([state, owner])
      expect(fold(id, one.events)).toEqual(one.record.conversation)
    }
  })

  test('[U-21] [HO-44] not later, not once the new owner has written, and not by anybody else', () => {
    const back = takesBack({ operator: ana.id })
    const late = passedOn()
    later(late, 31)
    expect(late.refused(back)).toEqual({ kind: 'owned', owner: ben.id })
    const answered = passedOn()
    answered.does(operatorSays(ben))
    expect(answered.refused(back)).toEqual({ kind: 'owned', owner: ben.id })
    expect(passedOn().refused({ ...takesBack({ operator: cleo.id }), by: by(cleo) } as Command)).toMatchObject({
      kind: 'owned',
    })
  })

  test('[U-21] [HO-44] [HO-42] not without naming the owner, and never to the bot', () => {
    const owned = { kind: 'owned', owner: ben.id }
    expect(passedOn().refused(transfers({ operator: ana.id }))).toEqual(owned)
    expect(passedOn().refused({ type: 'hand_over', by: by(ana), cause: 'desk' })).toEqual(owned)
  })

  test('[U-21] [HO-44] once it has moved on it is nobody’s to take back', () => {
    const one = passedOn()
    one.does({ type: 'transfer', to: { operator: cleo.id }, by: program, cause: 'api' })
    expect(one.refused(transfers({ operator: ana.id }))).toEqual({ kind: 'owned', owner: cleo.id })
    const taken = passedOn()
    taken.does(takesBack({ operator: ana.id }))
    expect(taken.record.conversation.holder).not.toHaveProperty('passedOn')
  })
})
