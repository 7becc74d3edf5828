import type { ConversationView } from '@baton/core/protocol'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Problem } from '../../api/problem.ts'
import { type Expected, expectIn, isKnownUpTo, withExpected } from '../../live/expected.ts'
import type { Live } from '../../live/live.ts'
import { openLog } from '../../live/log.ts'
import { nothingKnown, withLog } from '../../live/state.ts'
import { Store } from '../../live/store.ts'
import { ana, view } from '../../live/testing.ts'
import { standingOf } from '../standing.ts'
import { close, decline, type Hand, handOver, setLocked, takeFromOwner, takeOver } from './deeds.ts'
import { undoSlot } from './undo-slot.ts'

const ben = { id: 'op_ben', name: 'Ben' }
const mine = { chatState: 'taken_over', operator: ana, takenOverAt: '2026-11-22T09:00:00.000Z' }

/** A server that keeps its answers to itself until it is told what they are. */
function holdingServer() {
  const asked: { path: string; answer: (response: Response) => void }[] = []
  vi.stubGlobal('fetch', (path: string) => new Promise<Response>((answer) => asked.push({ path, answer })))
  const next = () => asked.shift() ?? { path: '', answer: () => expect.fail('nothing was asked') }
  return {
    grant: (conversation: ConversationView) => next().answer(Response.json({ conversation })),
    refuse: (fields: object) => next().answer(Response.json(fields, { status: 409 })),
    paths: () => asked.map(({ path }) => path),
  }
}

/** Ana's desk with a conversation before her. */
function deskWith(before: ConversationView) {
  const store = new Store(withLog(nothingKnown, openLog(before, [])))
  const expected = new Store<Expected>({})
  const told: string[] = []
  const live = {
    store,
    phase: new Store({ name: 'open', since: 0 }),
    expect: (id: string, change: object) => expectIn(expected, id, change),
    whenKnown: (id: string, seq: number) =>
      new Promise<void>((resolve) => {
        const look = () => isKnownUpTo(store.get(), id, seq) && resolve()
        store.subscribe(look)
        look()
      }),
  }
  const hand: Hand = {
    live: live as unknown as Live,
    me: ana,
    t: ((key: string) => key) as unknown as Hand['t'],
    say: (message) => told.push(message),
    fail: (error) =>
      told.push(error instanceof Problem ? `${error.detail} ${error.owner?.name ?? ''}`.trim() : String(error)),
  }
  const shown = () => withExpected(store.get(), expected.get()).logs.conv_1?.view ?? before
  return {
    hand,
    told,
    shown,
    standing: () => standingOf(shown(), ana.id).kind,
    /** The socket has told it. */
    learns: (after: ConversationView) => store.update((state) => withLog(state, openLog(after, []))),
  }
}

/** Whatever was answered has been heard. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (place: string) => kept.get(place) ?? null,
    setItem: (place: string, text: string) => kept.set(place, text),
    removeItem: (place: string) => kept.delete(place),
  })
})
afterEach(() => {
  undoSlot.undo()
  vi.unstubAllGlobals()
})

describe('what shows before the server has answered', () => {
  test('[U-04] taking over does, and stays while the socket has not told it yet', async () => {
    const server = holdingServer()
    const desk = deskWith(view({ lastSeq: 4 }))
    const taken = takeOver(desk.hand, desk.shown())
    expect([desk.standing(), server.paths()]).toEqual(['mine', ['/api/v1/conversations/conv_1/claim']])
    // Twice is once.
    expect(takeOver(desk.hand, desk.shown())).toBe(taken)
    const after = view({ ...mine, lastSeq: 5, epoch: 1 })
    server.grant(after)
    await taken
    expect(desk.standing()).toBe('mine')
    desk.learns(after)
    await settled()
    expect([desk.standing(), desk.told]).toEqual(['mine', []])
  })

  test.each([
    ['taking over', {}, takeOver, 'mine'],
    ['taking from its owner', { ...mine, operator: ben }, takeFromOwner, 'mine'],
  ])('[U-04] [HO-40] %s goes back when it is refused, and who has it is told', async (_, before, deed, kind) => {
    const server = holdingServer()
    const desk = deskWith(view(before))
    const was = desk.standing()
    const done = deed(desk.hand, desk.shown())
    expect(desk.standing()).toBe(kind)
    server.refuse({ detail: 'Too late', owner: { id: 'op_cleo', name: 'Cleo' } })
    expect(await done).toBeNull()
    expect([desk.standing(), desk.told]).toEqual([was, ['Too late Cleo']])
  })

  test('[U-04] [RO-30] an offer is accepted and declined at once, and stands again where that is refused', async () => {
    const server = holdingServer()
    const asked = { chatState: 'operator_requested', requestedOperator: ana, offeredUntil: '2026-11-22T09:01:00.000Z' }
    const desk = deskWith(view(asked))
    for (const [deed, path] of [
      [takeOver, 'accept'],
      [decline, 'decline'],
    ] as const) {
      const done = deed(desk.hand, desk.shown())
      expect([desk.shown().offeredUntil, server.paths()]).toEqual([
        null,
        [`/api/v1/conversations/conv_1/offer/${path}`],
      ])
      server.refuse({ detail: 'No offer', code: 'no_offer' })
      await done
      expect(desk.shown().offeredUntil).toBe(asked.offeredUntil)
    }
    expect(desk.told).toEqual(['No offer', 'No offer'])
  })

  test('[U-04] a lock and a hand-over go back when they are refused; the reason of the second is for whoever wrote its note', async () => {
    const server = holdingServer()
    const desk = deskWith(view(mine))
    const locked = setLocked(desk.hand, desk.shown(), true)
    expect(desk.shown().locked).toBe(true)
    server.refuse({ detail: 'Not yours' })
    await locked
    expect([desk.shown().locked, desk.told]).toEqual([false, ['Not yours']])
    const given = handOver(desk.hand, desk.shown(), { note: 'Ask for the number' })
    expect(desk.standing()).toBe('chatbot')
    server.refuse({ detail: 'No such interaction' })
    await expect(given).rejects.toThrow('No such interaction')
    expect([desk.standing(), desk.told]).toEqual(['mine', ['Not yours']])
  })
})

describe('a conversation that is closed while it is being taken over', () => {
  test('[U-21] [U-04] stays closed: that it is mine by now is no reason to call it off, what the contact writes then is', async () => {
    const server = holdingServer()
    const desk = deskWith(view({ lastSeq: 4, epoch: 0 }))
    void takeOver(desk.hand, desk.shown())
    close(desk.hand, desk.shown())
    const after = view({ ...mine, lastSeq: 5, epoch: 1 })
    desk.learns(after)
    expect(desk.standing()).toBe('closed')
    server.grant(after)
    await settled()
    expect([desk.standing(), desk.told]).toEqual(['closed', []])
    desk.learns(
      view({ ...mine, lastSeq: 6, epoch: 1, lastLine: { by: 'contact', text: 'Wait', at: after.lastActivityAt } }),
    )
    expect([desk.standing(), desk.told]).toEqual(['mine', ['undo.called_off.contact']])
  })

  test('[U-21] [U-04] is not closed when somebody else has it', async () => {
    const server = holdingServer()
    const desk = deskWith(view())
    void takeOver(desk.hand, desk.shown())
    close(desk.hand, desk.shown())
    expect(desk.standing()).toBe('closed')
    server.refuse({ detail: 'Too late', owner: ben })
    await settled()
    expect([desk.standing(), desk.told, undoSlot.current.get()]).toEqual(['chatbot', ['Too late Ben'], null])
  })
})
