import { describe, expect, test } from 'vitest'
import type { StateChange } from '../conversation/event.ts'
import type { Holder } from '../conversation/holder.ts'
import type { Result } from '../result.ts'
import {
  by,
  closed as closedRecord,
  fromDesk,
  group,
  heldBy,
  minutesAfter,
  namesOf,
  noon,
  operator,
  program,
  team,
} from '../testing.ts'
import type { Instant } from '../time.ts'
import {
  claim,
  close,
  handOver,
  type MoveContext,
  type MoveRefusal,
  release,
  reply,
  transferToGroup,
  transferToOperator,
} from './moves.ts'
import type { Happening } from './transition.ts'

const ana = operator({ name: 'Ana' })
const bea = operator({ name: 'Bea' })
const full = operator({ name: 'Full', load: 3, capacity: 3 })
const gone = operator({ name: 'Gone', enabled: false })
const chief = operator({ name: 'Chief', role: 'supervisor' })
const admin = operator({ name: 'Admin', role: 'admin' })
const support = group('support').id
const sales = group('sales').id

const bots: Holder = { state: 'chatbot_controlled' }
const asked: Holder = { state: 'operator_requested', group: support, operator: bea.id, requestedAt: noon }
const owned = (requestedAt: Instant | null = noon): Holder => ({
  state: 'taken_over',
  owner: ana.id,
  group: support,
  requestedAt,
  takenOverAt: noon,
})
const closed = closedRecord().conversation

const known = team([ana, bea, full, gone, chief, admin])
const context: MoveContext = { team: known, names: namesOf(known), now: minutesAfter(5), origin: fromDesk }

type Move = Result<Happening[], MoveRefusal>

function change(move: Move): StateChange & { type: string } {
  if (!move.ok) throw new Error(`refused: ${move.refusal.kind}`)
  const [happening, ...more] = move.value
  if (happening === undefined || more.length > 0 || !('to' in happening.body.data)) throw new Error('not one change')
  return { ...happening.body.data, type: happening.body.type }
}

const refused = (refusal: object) => ({ ok: false, refusal })
const nothing = { ok: true, value: [] }

describe('claim', () => {
  test.each([
    [bots, null, null],
    [asked, '2026-01-05T12:00:00.000Z', support],
  ] as const)('[HO-40] any operator takes what nobody owns: $0.state', (holder, requestedAt, of) => {
    const changed = change(claim(heldBy(holder), ana.id, context))
    expect(changed).toMatchObject({ type: 'taken_over', to: { chatState: 'taken_over', operator: { id: ana.id } } })
    expect([changed.to.requestedAt, changed.to.group?.id ?? null]).toEqual([requestedAt, of])
  })

  test.each([bea, chief, admin])('[HO-40] it never takes from an owner, whoever asks: $role', ({ id }) => {
    expect(claim(heldBy(owned()), id, context)).toEqual(refused({ kind: 'owned', owner: ana.id }))
  })

  test("[HO-40] the owner's own repeated claim changes nothing", () => {
    expect(claim(heldBy(owned()), ana.id, context)).toEqual(nothing)
  })

  test('[HO-47] an operator at their limit is refused', () => {
    expect(claim(heldBy(bots), full.id, context)).toEqual(
      refused({ kind: 'operator_full', operator: full.id, limit: 3 }),
    )
  })

  test('[HO-40] a disabled operator, an unknown one and a closed conversation are refused', () => {
    expect(claim(heldBy(bots), gone.id, context)).toEqual(refused({ kind: 'operator_disabled', operator: gone.id }))
    const { id } = operator({ name: 'Nobody' })
    expect(claim(heldBy(bots), id, context)).toEqual(refused({ kind: 'unknown_operator', operator: id }))
    expect(claim(closed, ana.id, context)).toEqual(refused({ kind: 'closed' }))
  })
})

describe('transfer', () => {
  test('[HO-41] to an operator is one event that names both and keeps group and age', () => {
    expect(change(transferToOperator(heldBy(owned()), bea.id, by(ana), ana.id, context))).toMatchObject({
      type: 'transferred',
      from: { operator: { id: ana.id } },
      to: {
        chatState: 'taken_over',
        operator: { id: bea.id },
        group: { id: support },
        requestedAt: '2026-01-05T12:00:00.000Z',
      },
    })
  })

  test.each([bots, asked])('[HO-41] of what nobody owns assigns it: $state', (holder) => {
    expect(change(transferToOperator(heldBy(holder), bea.id, by(ana), undefined, context))).toMatchObject({
      type: 'taken_over',
      to: { operator: { id: bea.id } },
    })
  })

  test.each([
    ['with the age of the earlier request', owned(), 'transferred', '2026-01-05T12:00:00.000Z'],
    ['from now without an earlier request', owned(null), 'transferred', '2026-01-05T12:05:00.000Z'],
    ["of a bot's conversation, from now", bots, 'operator_requested', '2026-01-05T12:05:00.000Z'],
    ['of a request, with its age', asked, 'operator_requested', '2026-01-05T12:00:00.000Z'],
  ] as const)('[HO-41] to a group becomes a request for it: %s', (_, holder, type, requestedAt) => {
    expect(change(transferToGroup(heldBy(holder), sales, by(ana), undefined, context))).toMatchObject({
      type,
      to: { chatState: 'operator_requested', operator: null, group: { id: sales }, requestedAt },
    })
  })

  test('[HO-41] to the group that is asked already changes nothing, unless one operator was asked first', () => {
    const everybody: Holder = { ...asked, operator: null }
    expect(transferToGroup(heldBy(everybody), support, by(ana), undefined, context)).toEqual(nothing)
    expect(change(transferToGroup(heldBy(asked), support, by(ana), undefined, context)).to.operator).toBeNull()
  })

  test('[HO-41] to the owner changes nothing', () => {
    expect(transferToOperator(heldBy(owned()), ana.id, by(ana), undefined, context)).toEqual(nothing)
  })

  test('[HO-41] only the owner, a supervisor, an administrator or their key moves an owned conversation', () => {
    expect(transferToOperator(heldBy(owned()), bea.id, by(bea), undefined, context)).toEqual(
      refused({ kind: 'owned', owner: ana.id }),
    )
    expect(transferToGroup(heldBy(owned()), sales, by(bea), undefined, context)).toEqual(
      refused({ kind: 'owned', owner: ana.id }),
    )
    for (const mover of [by(ana), by(chief), by(admin), program]) {
      expect(transferToOperator(heldBy(owned()), bea.id, mover, undefined, context).ok).toBe(true)
    }
  })

  test('[HO-41] `from` guards against a view that is out of date', () => {
    expect(transferToOperator(heldBy(owned()), chief.id, program, bea.id, context)).toEqual(
      refused({ kind: 'owner_differs', owner: ana.id }),
    )
    expect(transferToGroup(heldBy(bots), sales, program, ana.id, context)).toEqual(
      refused({ kind: 'owner_differs', owner: null }),
    )
  })

  test('[HO-47] to a full one is refused, unless a supervisor, an administrator or their key asks: then it is marked', () => {
    for (const holder of [bots, asked, owned()]) {
      expect(transferToOperator(heldBy(holder), full.id, by(ana), undefined, context)).toEqual(
        refused({ kind: 'operator_full', operator: full.id, limit: 3 }),
      )
      for (const mover of [by(chief), by(admin), program]) {
        const changed = change(transferToOperator(heldBy(holder), full.id, mover, undefined, context))
        expect(changed).toMatchObject({ overLimit: true, to: { operator: { id: full.id } } })
      }
    }
    expect(change(transferToOperator(heldBy(owned()), bea.id, program, undefined, context))).not.toHaveProperty(
      'overLimit',
    )
  })

  test('[HO-41] to a disabled or unknown operator, and of a closed conversation, is refused', () => {
    expect(transferToOperator(heldBy(owned()), gone.id, program, undefined, context)).toEqual(
      refused({ kind: 'operator_disabled', operator: gone.id }),
    )
    const { id } = operator({ name: 'Nobody' })
    expect(transferToOperator(heldBy(owned()), id, program, undefined, context)).toEqual(
      refused({ kind: 'unknown_operator', operator: id }),
    )
    expect(transferToOperator(closed, bea.id, program, undefined, context)).toEqual(refused({ kind: 'closed' }))
    expect(transferToGroup(closed, sales, program, undefined, context)).toEqual(refused({ kind: 'closed' }))
  })
})

describe('hand over', () => {
  test.each([owned(), asked])('[HO-42] control goes back to the bot, with a note for it: $state', (holder) => {
    expect(change(handOver(heldBy(holder), by(ana), 'knows the price', context))).toEqual({
      type: 'handed_over',
      from: expect.objectContaining({ chatState: holder.state }),
      to: { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null },
      reason: null,
      cause: 'desk',
      note: 'knows the price',
    })
  })

  test("[HO-42] on a bot's conversation there is nothing to hand over", () => {
    expect(handOver(heldBy(bots), by(ana), undefined, context)).toEqual(nothing)
  })

  test('[HO-42] somebody else than the owner needs to be a supervisor', () => {
    expect(handOver(heldBy(owned()), by(bea), undefined, context)).toEqual(refused({ kind: 'owned', owner: ana.id }))
    expect(handOver(heldBy(owned()), by(chief), undefined, context).ok).toBe(true)
    expect(handOver(closed, program, undefined, context)).toEqual(refused({ kind: 'closed' }))
  })
})

describe('reply', () => {
  test.each([bots, asked])('[HO-7] a reply to what nobody owns makes its author the owner: $state', (holder) => {
    expect(change(reply(heldBy(holder), ana.id, 'operator', context))).toMatchObject({
      type: 'taken_over',
      to: { operator: { id: ana.id } },
    })
  })

  test('[HO-44] only the owner, or a role with permission, writes in an owned conversation', () => {
    expect(reply(heldBy(owned()), ana.id, 'operator', context)).toEqual(nothing)
    expect(reply(heldBy(owned()), bea.id, 'operator', context)).toEqual(refused({ kind: 'owned', owner: ana.id }))
    expect(reply(heldBy(owned()), chief.id, 'supervisor', context)).toEqual(nothing)
    expect(reply(heldBy(owned()), admin.id, 'admin', context)).toEqual(nothing)
  })

  test('[HO-47] a first reply by an operator at their limit is refused, a later one of a full owner is not', () => {
    const refusal = refused({ kind: 'operator_full', operator: full.id, limit: 3 })
    expect(reply(heldBy(bots), full.id, 'operator', context)).toEqual(refusal)
    expect(reply(heldBy({ ...owned(), owner: full.id } as Holder), full.id, 'operator', context)).toEqual(nothing)
  })

  test('[HO-44] a disabled operator and a closed conversation are refused', () => {
    expect(reply(heldBy(owned()), gone.id, 'admin', context).ok).toBe(false)
    expect(reply(closed, ana.id, 'operator', context)).toEqual(refused({ kind: 'closed' }))
  })
})

describe('close', () => {
  test.each([bots, asked, owned()])('[HO-8] it ends owner, request and group: $state', (holder) => {
    expect(change(close(heldBy(holder), by(ana), context))).toMatchObject({
      type: 'closed',
      from: { chatState: holder.state },
      to: { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null },
    })
  })

  test('[HO-8] somebody else than the owner needs to be a supervisor; twice is once', () => {
    expect(close(heldBy(owned()), by(bea), context)).toEqual(refused({ kind: 'owned', owner: ana.id }))
    expect(close(heldBy(owned()), by(chief), context).ok).toBe(true)
    expect(close(heldBy(asked), by(bea), context).ok).toBe(true)
    expect(close(closed, by(bea), context)).toEqual(nothing)
  })
})

describe('an operator who is gone', () => {
  test.each([
    ['keeping the age of the request', noon, '2026-01-05T12:00:00.000Z'],
    ['from now without one', null, '2026-01-05T12:05:00.000Z'],
  ])('[HO-46] leaves a request for the group of the conversation, %s', (_, requestedAt, expected) => {
    expect(change({ ok: true, value: release(heldBy(owned(requestedAt)), context) })).toMatchObject({
      type: 'transferred',
      to: { chatState: 'operator_requested', operator: null, group: { id: support }, requestedAt: expected },
    })
  })

  test('[HO-46] who was only asked first leaves the request to everybody in the group', () => {
    expect(change({ ok: true, value: release(heldBy(asked), context) })).toMatchObject({
      type: 'operator_requested',
      to: { operator: null, group: { id: support }, requestedAt: '2026-01-05T12:00:00.000Z' },
    })
  })
})
