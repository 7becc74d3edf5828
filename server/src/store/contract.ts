/** What every store must do, whichever database is behind it. One suite, called once per database. */
import { catalogue } from '@baton/actions/catalogue'
import { type Command, decide } from '@baton/core/command'
import type { ConversationEvent } from '@baton/core/conversation'
import { type BotDocument, compileBot, withPayloads } from '@baton/core/flow'
import { asId, type ConversationId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import { refuse } from '@baton/core/result'
import type { Role, Team } from '@baton/core/routing'
import { type Instant, instant } from '@baton/core/time'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cryptographicChance, newId } from '../chance.ts'
import { handClock } from '../clock.ts'
import { ConversationLine } from '../conversations/conversations.ts'
import { tagOf } from './drafts.ts'
import {
  type Committed,
  NotReady,
  type Operator,
  type OutboxMessage,
  type Propose,
  type Store,
  StoreUnavailable,
  type TicketHolder,
  type Workspace,
} from './store.ts'

/** A store with the ways into its database that only tests have. */
export type Opened = {
  store: Store
  /** Everything in every table, also in those that the database keeps for itself. */
  dump(): Promise<string>
  /** Somebody edits the audit log behind the store's back. */
  editAudit(how: 'after' | 'remove' | 'actor'): Promise<void>
  /** No room is left on the disk, until `free`. Left out where a test cannot bring that about. */
  fill?(): Promise<void> | void
  free?(): Promise<void> | void
}

export type Open = (options: { now: () => Instant; onCommitted: (committed: Committed) => void }) => Promise<Opened>

const ignored = (_name: string, _test: () => Promise<void>) => {}

const by = { actor: 'test', request: 'req_1' }
const document = {
  name: 'Acme',
  startBehavior: 'main',
  behaviors: [
    {
      name: 'main',
      interactions: [
        { name: 'welcome', start: true, actions: [{ type: 'text', text: 'Welcome' }] },
        {
          name: 'slow',
          keywords: ['slow'],
          actions: [
            { type: 'delay', seconds: 5 },
            { type: 'text', text: 'Done' },
          ],
        },
        {
          name: 'person',
          keywords: ['person'],
          actions: [{ type: 'set_chat_operator_state', mode: 'operator_takeover', assignOperator: 'less_busy' }],
        },
        { name: 'ask', keywords: ['ask'], actions: [{ type: 'set_chat_operator_state', mode: 'request_operator' }] },
      ],
    },
  ],
} as unknown as BotDocument

const compiled = compileBot(withPayloads(document, catalogue), 1, catalogue)

/** `open` begins with an empty database, and opens the same data again within a test; `close` clears it away after each. */
export function storeContract(
  name: string,
  open: Open,
  close: () => Promise<void>,
  { canFill }: { canFill: boolean },
): void {
  const clock = handClock()
  let opened: Opened
  let line: ConversationLine
  let workspace: WorkspaceId
  let committed: Committed[]

  const inMs = (milliseconds: number) => instant(clock.now() + milliseconds)
  const start = async () => {
    committed = []
    opened = await open({ now: () => clock.now(), onCommitted: (one) => committed.push(one) })
    line = new ConversationLine({ store: opened.store, clock, chance: cryptographicChance, newId })
  }
  const reopen = async () => {
    await opened.store.close()
    await start()
  }
  const theWorkspace = (): Workspace => ({
    id: workspace,
    name: `ws ${workspace}`,
    packages: ['pro_team'],
    locale: 'en',
    timeZone: 'UTC',
  })
  /** What a decision of the test's own looks at. */
  const worldOf = (team: Team) => ({
    now: clock.now(),
    chance: cryptographicChance,
    newId,
    team,
    bot: { id: bot, name: 'Acme' },
    flow: { live: compiled, version: () => compiled, packages: new Set(['pro_team']) },
    locale: 'en',
  })
  const bot = asId<'bot'>('bot_acme')
  const to = (contact: string) => ({ bot, channel: 'custom', contact: asId<'contact'>(contact) })
  const say = (contact: string, text: string | null, key?: string) =>
    line.say(
      theWorkspace(),
      to(contact),
      {
        message: text === null ? null : { text, payload: null, parts: [{ type: 'text', text }] },
        variables: {},
        tags: [],
        ...(key === undefined ? {} : { clientMessageId: key }),
      },
      key === undefined ? undefined : { scope: `contact ${contact}`, key, hash: `${text}`, expiresAt: inMs(1_000) },
    )
  const opening = async (contact: string, text: string | null = null): Promise<ConversationId> => {
    const answer = await say(contact, text)
    if (answer.kind !== 'committed') throw new Error(`not opened: ${JSON.stringify(answer)}`)
    return answer.committed.id
  }
  const operator = async (named: string, fields: { capacity?: number; role?: Role } = {}): Promise<Operator> => {
    const id = asId<'operator'>(`op_${named}`)
    const added = await opened.store.operators.add(
      workspace,
      { id, name: named, email: `${named}@team.example`, role: 'operator', groups: [], capacity: null, ...fields },
      by,
    )
    if (!added.ok) throw new Error(`${named} is there already`)
    return added.value
  }
  const claim = (id: ConversationId, who: OperatorId) =>
    line.run(theWorkspace(), id, { type: 'claim', operator: who, cause: 'api' })
  const closeIt = (id: ConversationId) =>
    line.run(theWorkspace(), id, { type: 'close', by: { operator: null, role: 'admin' }, cause: 'api' })
  const find = (id: ConversationId) => opened.store.conversations.find(workspace, id)
  const events = (id: ConversationId) => opened.store.conversations.events(workspace, id, 0, 10_000)
  const all = async () => (await opened.store.conversations.list(workspace, { limit: 500 })).items

  /** What was due; it was taken, but not for so long that it could not be taken again. */
  const carried = async (limit: number): Promise<OutboxMessage[]> => {
    const messages = await opened.store.outbox.claim(limit, inMs(10))
    clock.advance(10)
    return messages
  }
  const expectNoGaps = async (id: ConversationId) => {
    const numbers = (await events(id)).map(({ seq }) => seq)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  }

  /** [HO-34] Three ways to know a load: the row, the team in memory, and counting. */
  const expectLoadsToAgree = async () => {
    const counted = new Map<string, number>()
    for (const { conversation } of await all()) {
      if (conversation.status === 'open' && conversation.holder.state === 'taken_over')
        counted.set(conversation.holder.owner, (counted.get(conversation.holder.owner) ?? 0) + 1)
    }
    const team = await opened.store.operators.team(workspace)
    for (const { id, load } of await opened.store.operators.list(workspace)) {
      expect(load, `row of ${id}`).toBe(counted.get(id) ?? 0)
      expect(team.seat(id)?.load, `seat of ${id}`).toBe(counted.get(id) ?? 0)
      const owned = counted.get(id) ?? 0
      // Nothing here takes more seats than one, or is offered.
      expect(await opened.store.operators.recount(workspace, id)).toEqual({
        load: owned,
        reserved: 0,
        owned,
        units: owned,
      })
    }
  }

  beforeEach(async () => {
    await start()
    workspace = newId('workspace')
    const { store } = opened
    await store.workspaces.add(theWorkspace(), by)
    await store.bots.add(
      workspace,
      { id: bot, name: 'Acme', draft: document as unknown as Record<string, unknown> },
      by,
    )
    await store.bots.publish(workspace, bot, 1, withPayloads(document, catalogue), by)
  })
  afterEach(async () => {
    await opened.store.close()
    await close()
  })

  describe(`${name}: conversations`, () => {
    test('[D-04] [I-28] [I-25] a hundred first messages at once: one conversation, numbered without gaps', async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => say('carl', `m${index}`)))
      expect(
        new Set(answers.map((answer) => (answer.kind === 'committed' ? answer.committed.id : answer.kind))).size,
      ).toBe(1)
      const [only] = await all()
      const log = only === undefined ? [] : await events(only.conversation.id)
      expect((await all()).length).toBe(1)
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
      expect(only?.conversation.lastSeq).toBe(log.length)
      expect(log.filter(({ type, actor }) => type === 'message' && actor.kind === 'contact').length).toBe(100)
      expect(committed.length).toBe(100)
      expect(committed.map(({ change }) => change.record.conversation.lastSeq)).toEqual(
        committed.map(({ change }) => change.record.conversation.lastSeq).toSorted((one, other) => one - other),
      )
    })

    test('[HO-3] [R-11] a change decided on a record that has moved on is not written, and leaves no trace', async () => {
      const ana = await operator('ana')
      const id = await opening('carl')
      const stale = await find(id)
      await say('carl', 'in between')
      const before = await opened.dump()
      const attempt = opened.store.conversations.change({ workspace, conversation: id }, ({ team }) =>
        decide(id, stale, { type: 'claim', operator: ana.id, cause: 'api' }, worldOf(team)),
      )
      await expect(attempt).rejects.toThrow()
      expect(await opened.dump()).toBe(before)
      await expectLoadsToAgree()
      expect((await claim(id, ana.id)).kind).toBe('committed')
      expect((await find(id))?.conversation.epoch).toBe(1)
    })

    test('[HO-40] [I-19] fifty claims at once have one winner', async () => {
      const operators = await Promise.all(['ana', 'ben', 'cy'].map((named) => operator(named)))
      const id = await opening('carl')
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => claim(id, operators[index % 3]?.id ?? asId(''))),
      )
      const holder = (await find(id))?.conversation.holder
      expect((await events(id)).filter(({ type }) => type === 'taken_over').length).toBe(1)
      for (const answer of answers)
        if (answer.kind === 'refused')
          expect(answer.refusal).toMatchObject({
            kind: 'owned',
            owner: holder?.state === 'taken_over' ? holder.owner : '',
          })
      await expectLoadsToAgree()
    })

    test('[RO-31] when somebody last became an owner is kept, also of what ended in the same commit', async () => {
      const [ana, ben] = [await operator('ana'), await operator('ben')]
      const [first, second] = [await opening('carl'), await opening('dora')]
      clock.advance(1_000)
      await claim(second, ben.id)
      const assignedAt = clock.now()
      clock.advance(1_000)
      await Promise.all([claim(first, ana.id), closeIt(first), closeIt(second)])
      await reopen()
      const team = await opened.store.operators.team(workspace)
      expect(team.seat(ana.id)).toMatchObject({ load: 0, lastAssignedAt: clock.now() })
      expect(team.seat(ben.id)).toMatchObject({ load: 0, lastAssignedAt: assignedAt })
    })

    test('[I-48] a task that throws takes back its own part and nobody else’s, also in memory', async () => {
      const ana = await operator('ana')
      const ids = await Promise.all(['a', 'b', 'c', 'd'].map((contact) => opening(contact)))
      const broken = (id: ConversationId) =>
        opened.store.conversations.change({ workspace, conversation: id }, (found) => {
          const claiming = { type: 'claim' as const, operator: ana.id, cause: 'api' as const }
          const decided = decide(id, found.record, claiming, worldOf(found.team))
          if (!decided.ok) return decided
          // The same event once more: the log refuses it after the record and the load were written.
          return {
            ok: true as const,
            value: { ...decided.value, events: [...decided.value.events, ...decided.value.events] },
          }
        })
      const [a, b, c, d] = ids as [ConversationId, ConversationId, ConversationId, ConversationId]
      const outcomes = await Promise.allSettled([
        claim(a, ana.id),
        broken(b),
        say('b', 'still here'),
        opened.store.conversations.change({ workspace, conversation: c }, () => {
          throw new Error('a bug')
        }),
        claim(c, ana.id),
        opened.store.conversations.change({ workspace, conversation: d }, () => refuse({ kind: 'no' as const })),
        broken(d),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
        'rejected',
      ])
      const records = await Promise.all(ids.map(find))
      expect(records.map((record) => record?.conversation.holder.state)).toEqual([
        'taken_over',
        'chatbot_controlled',
        'taken_over',
        'chatbot_controlled',
      ])
      for (const id of ids) await expectNoGaps(id)
      expect((await opened.store.operators.find(workspace, ana.id))?.load).toBe(2)
      await expectLoadsToAgree()
      expect(await opened.store.audit.verify(workspace)).toBeNull()
      await reopen()
      await expectLoadsToAgree()
    })

    test('[D-02] [I-27] a key answers again what it did, refuses another body, and ends with its time', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => say('carl', 'once', 'k1')))
      expect(answers.filter(({ kind }) => kind === 'committed').length).toBe(1)
      const [id] = (await all()).map(({ conversation }) => conversation.id)
      for (const answer of answers)
        if (answer.kind !== 'committed')
          expect(answer).toMatchObject({
            kind: 'repeated',
            conversation: id,
            seq: expect.any(Number),
            turns: expect.any(Array),
          })
      expect(await say('carl', 'other', 'k1')).toMatchObject({ kind: 'refused', refusal: { kind: 'key_reused' } })
      expect(await say('dora', 'other', 'k1')).toMatchObject({ kind: 'committed' })
      await reopen()
      expect(await say('carl', 'once', 'k1')).toMatchObject({ kind: 'repeated', conversation: id })
      clock.advance(1_000)
      expect(await say('carl', 'once', 'k1')).toMatchObject({ kind: 'committed' })
    })

    test('[HO-34] [I-15] [HO-46] after anything at once every load equals a recount, here and after opening again', async () => {
      const operators = await Promise.all(
        ['ana', 'ben', 'cy', 'di'].map((named, index) => operator(named, index === 0 ? { capacity: 2 } : {})),
      )
      const [ana, ben] = operators as [Operator, Operator]
      const ids = await Promise.all(Array.from({ length: 24 }, (_, index) => opening(`contact ${index}`)))
      const work = ids.flatMap((id, index) => {
        const who = operators[index % 4]?.id ?? ana.id
        return [
          claim(id, who),
          index % 3 === 0 ? closeIt(id) : say(`contact ${index}`, 'a person'),
          line.run(theWorkspace(), id, {
            type: 'transfer',
            to: { operator: operators[(index + 1) % 4]?.id ?? who },
            by: { operator: null, role: 'admin' },
            cause: 'api',
          }),
        ]
      })
      const retire = opened.store.operators.retire(
        workspace,
        ben.id,
        'disable',
        line.proposer(theWorkspace(), {
          type: 'lose_operator',
          operator: ben.id,
          by: { operator: null, role: 'admin' },
          cause: 'api',
        }),
        by,
      )
      await Promise.all([...work, retire])
      await expectLoadsToAgree()
      expect(await opened.store.operators.find(workspace, ben.id)).toMatchObject({ enabled: false, load: 0 })
      await reopen()
      await expectLoadsToAgree()
    })

    test('[HO-46] [I-23] deleting an operator moves all they hold in one step, with one event each', async () => {
      const ana = await operator('ana')
      const ids = await Promise.all(['a', 'b', 'c'].map((contact) => opening(contact, 'ask')))
      for (const id of ids) await claim(id, ana.id)
      committed.length = 0
      const lose = line.proposer(theWorkspace(), {
        type: 'lose_operator',
        operator: ana.id,
        by: { operator: null, role: 'admin' },
        cause: 'api',
      })
      await opened.store.operators.retire(workspace, ana.id, 'delete', lose, by)
      expect(committed.length).toBe(3)
      for (const id of ids) {
        expect((await find(id))?.conversation.holder).toMatchObject({ state: 'operator_requested' })
        expect((await events(id)).filter(({ type }) => type === 'transferred').length).toBe(1)
      }
      expect(await opened.store.operators.find(workspace, ana.id)).toBeNull()
      expect((await opened.store.operators.team(workspace)).seat(ana.id)).toBeUndefined()
    })
  })

  describe(`${name}: decisions that lack something`, () => {
    const deciding =
      (command: Command): Propose =>
      ({ id, record, team }) =>
        decide(id, record, command, worldOf(team))
    /** Finds only after deciding, and so after touching what is in memory, that something is missing. */
    const lacking = (propose: Propose) => {
      const calls = { asked: 0, loaded: 0 }
      const lackingOnce: Propose = (found) => {
        calls.asked += 1
        const decided = propose(found)
        if (calls.loaded > 0) return decided
        throw new NotReady(async () => {
          calls.loaded += 1
        })
      }
      return { calls, propose: lackingOnce }
    }
    const administrator = { operator: null, role: 'admin' as const }

    test('[I-48] it is asked again when that is there; nothing is written twice, nobody else is held up', async () => {
      const ana = await operator('ana')
      const [a, b] = [await opening('a'), await opening('b')]
      const { calls, propose } = lacking(deciding({ type: 'claim', operator: ana.id, cause: 'api' }))
      committed.length = 0
      const answers = await Promise.all([
        opened.store.conversations.change({ workspace, conversation: a }, propose),
        claim(b, ana.id),
        say('a', 'in between'),
      ])
      expect(answers.map(({ kind }) => kind)).toEqual(['committed', 'committed', 'committed'])
      expect(calls).toEqual({ asked: 2, loaded: 1 })
      expect(committed.length).toBe(3)
      for (const id of [a, b]) {
        expect((await events(id)).filter(({ type }) => type === 'taken_over').length).toBe(1)
        await expectNoGaps(id)
      }
      await expectLoadsToAgree()
      expect(await opened.store.audit.verify(workspace)).toBeNull()
    })

    test('[HO-46] all that hangs on an operator who goes is undone with it, then moved once', async () => {
      const ana = await operator('ana')
      const ids = await Promise.all(['a', 'b'].map((contact) => opening(contact)))
      for (const id of ids) await claim(id, ana.id)
      committed.length = 0
      const lose = lacking(deciding({ type: 'lose_operator', operator: ana.id, by: administrator, cause: 'api' }))
      await opened.store.operators.retire(workspace, ana.id, 'disable', lose.propose, by)
      expect(lose.calls).toEqual({ asked: 3, loaded: 1 })
      expect(committed.length).toBe(2)
      for (const id of ids) expect((await events(id)).filter(({ type }) => type === 'transferred').length).toBe(1)
      expect(await opened.store.operators.find(workspace, ana.id)).toMatchObject({ enabled: false, load: 0 })
      await expectLoadsToAgree()
    })

    test('[HO-46] [HO-45] so are the requests for a group, and what a contact leaves', async () => {
      const group = { id: newId('group'), name: 'support' }
      await opened.store.groups.add(workspace, group, by)
      const ana = await operator('ana')
      const [asked, held] = [await opening('a'), await opening('b')]
      await line.run(theWorkspace(), asked, {
        type: 'transfer',
        to: { group: group.id },
        by: administrator,
        cause: 'api',
      })
      await claim(held, ana.id)
      const lose = lacking(deciding({ type: 'lose_group', group: group.id, by: administrator, cause: 'api' }))
      await opened.store.groups.remove(workspace, group.id, lose.propose, by)
      expect(lose.calls).toEqual({ asked: 2, loaded: 1 })
      expect((await find(asked))?.conversation.holder).toMatchObject({ state: 'operator_requested', group: null })
      expect(await opened.store.groups.list(workspace)).toEqual([])
      const close = lacking(deciding({ type: 'close', by: administrator, cause: 'api' }))
      const forgotten = opened.store.contacts.forget(workspace, asId('b'), close.propose, async () => {}, by)
      expect(await forgotten).toMatchObject({ conversations: [held] })
      expect(close.calls).toEqual({ asked: 2, loaded: 1 })
      await expectLoadsToAgree()
      expect(await opened.store.audit.verify(workspace)).toBeNull()
    })

    test('[I-48] what cannot be loaded ends the change, and leaves nothing', async () => {
      const id = await opening('a')
      const before = await opened.dump()
      const attempt = opened.store.conversations.change({ workspace, conversation: id }, () => {
        throw new NotReady(async () => {
          throw new Error('it is gone')
        })
      })
      await expect(attempt).rejects.toThrow('it is gone')
      expect(await opened.dump()).toBe(before)
    })
  })

  describe(`${name}: audit and outbox`, () => {
    test('[I-32] [I-34] [D-07] [D-08] every transition is one audit record and one outgoing message; talk is none', async () => {
      const ana = await operator('ana')
      const before = {
        audit: (await opened.store.audit.list(workspace, null, 1_000)).length,
        outbox: (await opened.store.outbox.pending()).count,
      }
      const id = await opening('carl', 'ask')
      await claim(id, ana.id)
      await claim(id, ana.id)
      await say('carl', 'hello')
      await closeIt(id)
      const moves = (await events(id)).filter(({ data }) => 'from' in data && 'to' in data)
      expect(moves.map(({ type }) => type)).toEqual(['operator_requested', 'taken_over', 'closed'])
      const records = await opened.store.audit.list(workspace, null, 1_000)
      expect(records.length - before.audit).toBe(3)
      expect(records.slice(0, 3).map(({ action, object, epoch }) => [action, object, epoch])).toEqual(
        moves.map(({ type, epoch }) => [type, id, epoch]).reverse(),
      )
      const messages = (await carried(100)).filter(({ topic }) => topic === 'control_changed')
      expect(messages.length - before.outbox).toBe(3)
      expect(messages.slice(-3).map(({ payload }) => payload)).toMatchObject(
        moves.map(({ id: event, seq, type, epoch }) => ({ conversation: id, event, seq, type, epoch })),
      )
    })

    test('[D-07] [D-20] messages leave in order, come again after a pause, and are parked', async () => {
      const { outbox } = opened.store
      for (const text of ['one', 'two', 'three']) await outbox.add(workspace, 'mail', { text })
      const due = async () => (await carried(10)).map(({ payload }) => (payload as { text: string }).text)
      expect(await due()).toEqual(['one', 'two', 'three'])
      const [one, two] = await carried(2)
      await outbox.done([one?.position ?? 0])
      await outbox.postpone(two?.position ?? 0, inMs(500))
      expect(await due()).toEqual(['three'])
      clock.advance(500)
      expect((await due()).toSorted()).toEqual(['three', 'two'])
      await reopen()
      expect((await carried(10)).find(({ position }) => position === two?.position)).toMatchObject({ attempts: 1 })
      await opened.store.outbox.postpone(two?.position ?? 0, null)
      expect(await opened.store.outbox.pending()).toMatchObject({ count: 1 })
      clock.advance(1_000_000)
      expect((await carried(10)).length).toBe(1)
    })

    test.each(['after', 'actor', 'remove'] as const)(
      '[I-33] the chain holds, and an edit behind its back shows: %s',
      async (how) => {
        const ana = await operator('ana')
        const id = await opening('carl', 'ask')
        await claim(id, ana.id)
        await closeIt(id)
        expect(await opened.store.audit.verify(workspace)).toBeNull()
        await opened.editAudit(how)
        expect(await opened.store.audit.verify(workspace)).toEqual(expect.any(Number))
      },
    )

    test('[I-33] the chains of two workspaces do not touch', async () => {
      const other = newId('workspace')
      await opened.store.workspaces.add({ id: other, name: 'Other', packages: [], locale: 'en', timeZone: 'UTC' }, by)
      await Promise.all([
        opened.store.groups.add(other, { id: newId('group'), name: 'x' }, by),
        opened.store.groups.add(workspace, { id: newId('group'), name: 'x' }, by),
      ])
      for (const one of [other, workspace]) expect(await opened.store.audit.verify(one)).toBeNull()
      const records = await opened.store.audit.list(other, null, 10)
      expect(records.map(({ seq }) => seq)).toEqual([2, 1])
    })
  })

  describe(`${name}: what others may have missed`, () => {
    const movedSince = async (of: WorkspaceId, position: number) => {
      const lastSeqs = new Map<ConversationId, number>()
      for (let from = position; ; ) {
        const moved = await opened.store.conversations.moved(of, from, 3)
        for (const { id, lastSeq } of moved.conversations) lastSeqs.set(id, lastSeq)
        if (moved.position === from) return lastSeqs
        expect(moved.position).toBeGreaterThan(from)
        from = moved.position
      }
    }
    const lastSeqsOf = async (ids: ConversationId[]) =>
      new Map(await Promise.all(ids.map(async (id) => [id, (await find(id))?.conversation.lastSeq ?? 0] as const)))

    test('[D-10] what has moved is found from any position of the log, with how far it has come', async () => {
      const ids = await Promise.all(['a', 'b', 'c', 'd'].map((contact) => opening(contact)))
      const { conversations } = opened.store
      const middle = await conversations.lastPosition(workspace)
      expect(await movedSince(workspace, 0)).toEqual(await lastSeqsOf(ids))
      expect(await conversations.inbox(workspace, middle, 10)).toEqual([])
      await Promise.all([say('b', 'one'), say('d', 'two'), say('b', 'three')])
      const moved = ids.filter((_, index) => index % 2 === 1)
      expect(await movedSince(workspace, middle)).toEqual(await lastSeqsOf(moved))
      const last = await conversations.lastPosition(workspace)
      expect((await conversations.inbox(workspace, middle, 100)).at(-1)?.position).toBe(last)
      expect(await conversations.moved(workspace, last, 10)).toEqual({ position: last, conversations: [] })
    })

    test('[I-38] nothing of another workspace is among it', async () => {
      await opening('a')
      const other = newId('workspace')
      await opened.store.workspaces.add({ id: other, name: 'Other', packages: [], locale: 'en', timeZone: 'UTC' }, by)
      expect(await movedSince(other, 0)).toEqual(new Map())
    })

    test('[FL-1] every published version is kept, and they are listed from the newest on', async () => {
      const { bots } = opened.store
      const again = async (name: string) => {
        const saved = await bots.saveDraft(workspace, bot, name, {}, by)
        if (!saved.ok) throw new Error('the name is free')
        await bots.publish(workspace, bot, saved.value.version, { ...document, name }, by)
      }
      await again('Acme two')
      await again('Acme three')
      await bots.saveDraft(workspace, bot, 'Acme four', {}, by)
      expect(await bots.versions(bot, null, 10)).toEqual([3, 2, 1])
      expect(await bots.versions(bot, null, 2)).toEqual([3, 2])
      expect(await bots.versions(bot, 2, 10)).toEqual([1])
      expect(await bots.versions(asId('bot_other'), null, 10)).toEqual([])
      expect(await bots.version(bot, 2)).toMatchObject({ name: 'Acme two' })
    })

    test('[FL-1] a draft is written over by nobody who has not seen it, whoever asks at once', async () => {
      const { bots } = opened.store
      const read = await bots.find(workspace, bot)
      if (read === null) throw new Error('the bot is gone')
      const draftTag = tagOf(read)
      const saved = await Promise.all(
        ['one', 'two', 'three'].map((text) => bots.saveDraft(workspace, bot, 'Acme', { text }, by, { draftTag })),
      )
      expect(saved.map((one) => (one.ok ? 'saved' : one.refusal.kind)).sort()).toEqual([
        'draft_changed',
        'draft_changed',
        'saved',
      ])
      // What was checked is what goes live, or nothing does: the number of the version is the same after a second edit.
      const { version } = (await bots.find(workspace, bot)) ?? read
      expect(await bots.publish(workspace, bot, version, { ...document, name: 'Old' }, by, { draftTag })).toBeNull()
      expect(await bots.versions(bot, null, 10)).toEqual([1])
    })

    test('[FL-1] one page edits a draft: until it stops, is silent for too long, or another one takes over', async () => {
      const wish = (page: string, seconds: number, takesOver = false) => ({
        page,
        name: `Editor ${page}`,
        now: instant(seconds * 1_000),
        until: instant((seconds + 45) * 1_000),
        takesOver,
      })
      const editor = async (...asked: Parameters<typeof wish>) => {
        const { page, since } = await opened.store.bots.edit(workspace, bot, wish(...asked))
        return [page, since / 1_000]
      }
      const save = async (page: string, seconds: number) => {
        const seen = { editor: { page, now: instant(seconds * 1_000) } }
        const saved = await opened.store.bots.saveDraft(workspace, bot, 'Acme', { page, seconds }, by, seen)
        return saved.ok ? 'saved' : saved.refusal.kind
      }
      expect(await editor('one', 0)).toEqual(['one', 0])
      expect(await editor('one', 10)).toEqual(['one', 0])
      expect(await editor('two', 11)).toEqual(['one', 0])
      expect([await save('one', 12), await save('two', 12)]).toEqual(['saved', 'draft_taken'])
      expect(await editor('two', 20, true)).toEqual(['two', 20])
      expect([await save('one', 21), await save('two', 21)]).toEqual(['draft_taken', 'saved'])
      expect(await editor('one', 60)).toEqual(['two', 20])
      await opened.store.bots.stopEditing(workspace, bot, 'one')
      expect(await editor('one', 60)).toEqual(['two', 20])
      await opened.store.bots.stopEditing(workspace, bot, 'two')
      expect(await editor('one', 61)).toEqual(['one', 61])
      await reopen()
      expect(await opened.store.bots.edit(workspace, bot, wish('two', 106))).toMatchObject({ page: 'two' })
      expect(await Promise.all(['a', 'b', 'c'].map((page) => editor(page, 200, true)))).toHaveLength(3)
      expect((await opened.store.bots.edit(workspace, bot, wish('d', 201))).page).toMatch(/^[abc]$/)
    })

    test('[I-38] the names of bots are those of now, and of the workspace alone', async () => {
      const { bots } = opened.store
      const other = newId('workspace')
      await opened.store.workspaces.add({ id: other, name: 'Other', packages: [], locale: 'en', timeZone: 'UTC' }, by)
      expect(await bots.names(workspace)).toEqual(new Map([[bot, 'Acme']]))
      expect(await bots.names(other)).toEqual(new Map())
      await bots.add(other, { id: newId('bot'), name: 'Elsewhere', draft: {} }, by)
      const second = newId('bot')
      await bots.add(workspace, { id: second, name: 'Second', draft: {} }, by)
      await bots.saveDraft(workspace, bot, 'Renamed', {}, by)
      const names = [
        [bot, 'Renamed'],
        [second, 'Second'],
      ] as const
      expect(await bots.names(workspace)).toEqual(new Map(names))
      await reopen()
      expect(await opened.store.bots.names(workspace)).toEqual(new Map(names))
    })

    test('[F31] what only one may do at a time is done by one after the other, also after one that failed', async () => {
      const steps: string[] = []
      const work = (step: string) =>
        opened.store.alone('first start', async () => {
          steps.push(`${step} begins`)
          await new Promise((resolve) => setImmediate(resolve))
          steps.push(`${step} ends`)
          if (step === 'two') throw new Error('it failed')
          return step
        })
      const outcomes = await Promise.allSettled(['one', 'two', 'three'].map(work))
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(outcomes[2]).toMatchObject({ value: 'three' })
      const begun = steps.filter((_, index) => index % 2 === 0)
      expect(steps).toEqual(begun.flatMap((step) => [step, step.replace('begins', 'ends')]))
      expect(steps.length).toBe(6)
    })
  })

  describe(`${name}: lists and search`, () => {
    test('[I-38] newest activity first, equal times by id; pages neither repeat nor leave out; requests longest waiting first', async () => {
      const ids: ConversationId[] = []
      for (let index = 0; index < 9; index += 1) {
        ids.push(await opening(`contact ${index}`, index % 2 === 0 ? 'ask' : null))
        if (index % 3 === 2) clock.advance(10)
      }
      const pages = async (filter: { chatState?: 'operator_requested'; limit: number }) => {
        const seen: ConversationId[] = []
        let page = await opened.store.conversations.list(workspace, filter)
        for (;;) {
          seen.push(...page.items.map(({ conversation }) => conversation.id))
          if (page.next === null) return seen
          page = await opened.store.conversations.list(workspace, { ...filter, cursor: page.next })
        }
      }
      const lastActivity = new Map(
        (await all()).map(({ conversation: { id, lastActivityAt } }) => [id, lastActivityAt]),
      )
      const order = (id: ConversationId) => lastActivity.get(id) ?? 0
      const newest = await pages({ limit: 2 })
      expect(newest.toSorted()).toEqual(ids.toSorted())
      expect(newest).toEqual(ids.toSorted((one, other) => order(other) - order(one) || (one < other ? 1 : -1)))
      const waiting = await pages({ chatState: 'operator_requested', limit: 2 })
      expect(waiting.length).toBe(5)
      expect(waiting).toEqual(waiting.toSorted((one, other) => order(one) - order(other) || (one < other ? -1 : 1)))
      for (const limit of [1, 9, 100]) expect(await pages({ limit })).toEqual(newest)
      expect(await opened.store.conversations.count(workspace, null)).toEqual({
        requested: 5,
        mine: 0,
        snoozed: 0,
        open: 9,
      })
    })

    test('[S-05] words are found by their beginning, whatever their case and accents, and never as a query', async () => {
      const id = await opening('carl', 'Fähre nach Kraków')
      await opening('dora', 'something else')
      const search = async (text: string) => {
        const { items } = await opened.store.conversations.list(workspace, { limit: 10, search: text })
        return items.map(({ conversation }) => conversation.id)
      }
      for (const text of ['fähre', 'FAHRE', 'krak', 'nach krakow', 'carl'])
        expect(await search(text), text).toEqual([id])
      for (const text of ['"', '*', 'a OR b', 'NOT x', 'text:x', '(', '\u0000', 'x\u0000', "' or 1=1 --", 'ähre'])
        expect(await search(text), text).toEqual([])
      await opened.store.conversations.index(1)
      expect(await search('krak')).toEqual([id])
    })
  })

  describe(`${name}: forgetting`, () => {
    const canary = 'Xylocanary'
    const removed: string[] = []
    const removeFiles = async (files: readonly string[]) => void removed.push(...files)
    const forget = (contact: string) => {
      const close = line.proposer(theWorkspace(), {
        type: 'close',
        by: { operator: null, role: 'admin' },
        cause: 'api',
      })
      return opened.store.contacts.forget(workspace, asId(contact), close, removeFiles, by)
    }

    test('[I-46] [S-31] nothing a contact said, was called or sent is left in any table; the audit still verifies', async () => {
      const ana = await operator('ana')
      const contact = `${canary}Id`
      const id = await opening(contact, `${canary}Words`)
      await say(contact, `${canary}Again`, `${canary}Key`)
      await line.run(theWorkspace(), id, {
        type: 'label',
        variables: { user_name: `${canary}Name`, secret: { deep: `${canary}Value` } },
        setTags: [`${canary}Tag`],
        dropTags: [],
        by: { operator: null, role: 'admin' },
      })
      await line.run(theWorkspace(), id, {
        type: 'operator_says',
        operator: ana.id,
        text: `${canary}Note`,
        parts: [],
        isNote: true,
        cause: 'api',
      })
      await say(contact, 'slow')
      const file = asId<'file'>('file_1')
      await opened.store.files.add({
        id: file,
        workspace,
        conversation: null,
        contact: asId(contact),
        name: `${canary}.txt`,
        contentType: 'text/plain',
        size: 1,
      })
      await claim(id, ana.id)
      await opened.store.conversations.index(10_000)
      expect((await opened.dump()).toLowerCase()).toContain(canary.toLowerCase())
      expect(await forget(contact)).toEqual({ conversations: [id], files: [file] })
      expect(removed).toEqual([file])
      expect((await opened.dump()).toLowerCase()).not.toContain(canary.toLowerCase())
      expect(await opened.store.audit.verify(workspace)).toBeNull()
      expect(await opened.store.audit.list(workspace, null, 1)).toMatchObject([
        { action: 'contact_forgotten', after: { conversations: [id] } },
      ])
      await expectLoadsToAgree()
      expect(await opened.store.works.nextDueAt()).toBeNull()
      expect(await forget(contact)).toEqual({ conversations: [], files: [] })
    })

    test('[HO-45] [I-46] from the first step on input is refused, also by the second of two who forget at once', async () => {
      const ana = await operator('ana')
      const id = await opening('carl', 'secret')
      await claim(id, ana.id)
      const outcomes = [
        forget('carl'),
        say('carl', 'one'),
        forget('carl'),
        say('carl', 'two'),
        forget('carl'),
        say('carl', 'three'),
      ]
      const answers = await Promise.all(outcomes)
      for (const answer of answers) if ('kind' in answer) expect(['committed', 'refused']).toContain(answer.kind)
      const said = answers.filter((answer) => 'kind' in answer && answer.kind === 'committed').length
      const logs = await Promise.all((await all()).map(({ conversation }) => events(conversation.id)))
      const left = logs.flat().filter(({ type, actor }) => type === 'message' && actor.kind === 'contact')
      expect(left.length).toBe(said)
      expect(await find(id)).toBeNull()
      await expectLoadsToAgree()
      expect((await say('carl', 'later')).kind).toBe('committed')
    })

    test('[HO-45] a message between two who forget is either refused or kept whole', async () => {
      await opening('carl', 'secret')
      const first = forget('carl')
      await new Promise((resolve) => setImmediate(resolve))
      const second = forget('carl')
      const answer = await say('carl', 'a person')
      await Promise.all([first, second])
      if (answer.kind === 'committed')
        expect((await find(answer.committed.id))?.conversation.lastSeq).toBe(
          answer.committed.change.record.conversation.lastSeq,
        )
      else expect(answer).toMatchObject({ kind: 'refused', refusal: { kind: 'erasing' } })
      await expectLoadsToAgree()
      expect((await say('carl', 'later')).kind).toBe('committed')
    })

    test('[HO-45] [I-15] who comes back while a second one still forgets them keeps what is new', async () => {
      const ana = await operator('ana')
      await opening('carl', 'secret')
      const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const late = async () => {
        begun.resolve()
        await goOn.promise
      }
      const close = line.proposer(theWorkspace(), {
        type: 'close',
        by: { operator: null, role: 'admin' },
        cause: 'api',
      })
      const second = opened.store.contacts.forget(workspace, asId('carl'), close, late, by)
      await begun.promise
      await forget('carl')
      const id = await opening('carl', 'back again')
      await claim(id, ana.id)
      goOn.resolve()
      expect(await second).toEqual({ conversations: [], files: [] })
      expect((await find(id))?.conversation.status).toBe('open')
      await expectLoadsToAgree()
      expect(await opened.store.contacts.unfinished()).toEqual([])
    })

    test('[I-46] an erasure that was interrupted goes on being one: input stays refused until it is done', async () => {
      const id = await opening('carl', 'secret')
      const close = line.proposer(theWorkspace(), {
        type: 'close',
        by: { operator: null, role: 'admin' },
        cause: 'api',
      })
      const interrupted = async () => {
        throw new Error('a crash')
      }
      await expect(opened.store.contacts.forget(workspace, asId('carl'), close, interrupted, by)).rejects.toThrow(
        'a crash',
      )
      await reopen()
      expect(await opened.store.contacts.unfinished()).toEqual([{ workspace, id: 'carl' }])
      expect(await say('carl', 'still here?')).toMatchObject({ kind: 'refused', refusal: { kind: 'erasing' } })
      expect(await forget('carl')).toMatchObject({ conversations: [id] })
      expect(await opened.store.contacts.unfinished()).toEqual([])
    })
  })

  describe(`${name}: people`, () => {
    test('[S-07] a link is used once by however many at once, and not after its time', async () => {
      const ana = await operator('ana')
      const link = { operator: ana.id, workspace, kind: 'invitation' as const, expiresAt: inMs(1_000) }
      await opened.store.access.addLink('hash', link)
      await opened.store.access.addLink('late', link)
      const used = await Promise.all(Array.from({ length: 20 }, () => opened.store.access.spendLink('hash')))
      expect(used.filter((isMine) => isMine).length).toBe(1)
      expect(await opened.store.access.findLink('hash')).toBeNull()
      clock.advance(1_000)
      expect(await opened.store.access.findLink('late')).toBeNull()
      expect(await opened.store.access.spendLink('late')).toBe(false)
    })

    test('[S-10] a ticket is spent once by however many at once, over a new start too, and not after its time', async () => {
      const holders: TicketHolder[] = [
        { kind: 'operator', session: 'hash' },
        { kind: 'program', key: newId('key'), workspace, role: 'supervisor' },
        { kind: 'contact', workspace, bot, contact: asId('carl'), locale: null },
      ]
      for (const holder of holders) await opened.store.access.addTicket(holder.kind, holder, inMs(1_000))
      await opened.store.access.addTicket('late', { kind: 'operator', session: 'hash' }, inMs(1_000))
      await reopen()
      const { access } = opened.store
      for (const holder of holders) {
        const spent = await Promise.all(Array.from({ length: 50 }, () => access.spendTicket(holder.kind)))
        expect(spent.filter((one) => one !== null)).toEqual([holder])
      }
      expect(await access.spendTicket('unknown')).toBeNull()
      clock.advance(1_000)
      expect(await access.spendTicket('late')).toBeNull()
    })

    test('[O-11] of fifty calls with one key one runs; the others hear that it does, and then what it answered', async () => {
      const { access } = opened.store
      const reserve = (hash = 'hash') => access.reserveAnswer('scope', 'key', hash, inMs(1_000))
      const reserved = await Promise.all(Array.from({ length: 50 }, () => reserve()))
      expect(reserved.filter(({ kind }) => kind === 'yours').length).toBe(1)
      expect(reserved.filter(({ kind }) => kind === 'under_way').length).toBe(49)
      expect(await reserve('other')).toEqual({ kind: 'other_body' })
      expect(await access.reserveAnswer('scope', 'other key', 'hash', inMs(1_000))).toEqual({ kind: 'yours' })
      expect(await access.reserveAnswer('other scope', 'key', 'hash', inMs(1_000))).toEqual({ kind: 'yours' })
      const answer = { hash: 'hash', status: 201, body: '{"id":"1"}' }
      await access.saveAnswer('scope', 'key', answer, inMs(5_000))
      await access.releaseAnswer('scope', 'key')
      expect(await reserve()).toEqual({ kind: 'answered', answer })
      expect(await reserve('other')).toEqual({ kind: 'other_body' })
      clock.advance(4_999)
      await access.sweep(clock.now())
      expect(await reserve()).toEqual({ kind: 'answered', answer })
      clock.advance(1)
      expect(await reserve('other')).toEqual({ kind: 'yours' })
    })

    test('[O-11] a key is free again when its call failed, and when its time is over: a crash does not keep it', async () => {
      const { access } = opened.store
      const reserve = (hash = 'hash') => opened.store.access.reserveAnswer('scope', 'key', hash, inMs(1_000))
      expect(await reserve()).toEqual({ kind: 'yours' })
      await access.releaseAnswer('scope', 'key')
      expect(await reserve('other')).toEqual({ kind: 'yours' })
      await reopen()
      expect(await reserve('other')).toEqual({ kind: 'under_way' })
      clock.advance(1_000)
      const again = await Promise.all(Array.from({ length: 50 }, () => reserve()))
      expect(again.filter(({ kind }) => kind === 'yours').length).toBe(1)
    })

    test('[RO-1] a lease keeps an operator reachable until it ends, over a new start too; the last device counts', async () => {
      const ana = await operator('ana')
      const status = async () => [
        (await opened.store.operators.team(workspace)).seat(ana.id)?.status,
        (await opened.store.operators.find(workspace, ana.id))?.status,
      ]
      expect(await status()).toEqual(['offline', 'offline'])
      await opened.store.operators.lease(workspace, ana.id, 'desk', inMs(1_000))
      await opened.store.operators.lease(workspace, ana.id, 'phone', inMs(2_000))
      expect(await status()).toEqual(['online', 'online'])
      await reopen()
      clock.advance(1_500)
      expect(await status()).toEqual(['online', 'online'])
      clock.advance(500)
      expect(await status()).toEqual(['offline', 'offline'])
      await opened.store.operators.lease(workspace, ana.id, 'desk', inMs(1_000))
      await opened.store.operators.lease(workspace, ana.id, 'desk', inMs(10))
      clock.advance(10)
      expect(await status()).toEqual(['offline', 'offline'])
    })

    test('[RO-2] the own choice counts while reachable; a status set by API holds until changed or ended, over a new start too', async () => {
      const ana = await operator('ana')
      const { operators } = opened.store
      const status = async () => (await opened.store.operators.team(workspace)).seat(ana.id)?.status
      await operators.lease(workspace, ana.id, 'desk', inMs(1_000_000))
      await operators.choose(workspace, ana.id, 'busy')
      expect(await status()).toBe('busy')
      await operators.setApiStatus(workspace, ana.id, 'online', inMs(1_000))
      await reopen()
      expect(await status()).toBe('online')
      clock.advance(1_000)
      expect(await status()).toBe('busy')
      await opened.store.operators.setApiStatus(workspace, ana.id, 'offline', null)
      clock.advance(500_000)
      await reopen()
      expect(await status()).toBe('offline')
      await opened.store.operators.choose(workspace, ana.id, 'away')
      expect(await status()).toBe('away')
      clock.advance(500_000)
      expect(await status()).toBe('offline')
    })

    test('[I-16] groups and limits that change are what the next pick sees', async () => {
      const group = { id: newId('group'), name: 'support' }
      await opened.store.groups.add(workspace, group, by)
      const ana = await operator('ana')
      const team = () => opened.store.operators.team(workspace)
      expect((await team()).members(group.id)).toMatchObject({ enabled: 0 })
      await opened.store.operators.change(workspace, ana.id, { groups: [group.id], capacity: 0 }, by)
      expect((await team()).members(group.id)).toMatchObject({ enabled: 1 })
      expect(await claim(await opening('carl'), ana.id)).toMatchObject({
        kind: 'refused',
        refusal: { kind: 'operator_full', limit: 0 },
      })
      await opened.store.groups.rename(workspace, group.id, 'sales', by)
      expect((await team()).findGroup('support')).toBeUndefined()
      expect((await team()).findGroup('sales')?.id).toBe(group.id)
      const id = await opening('dora')
      const mover = { operator: null, role: 'admin' as const }
      await line.run(theWorkspace(), id, { type: 'transfer', to: { group: group.id }, by: mover, cause: 'api' })
      const lose = line.proposer(theWorkspace(), { type: 'lose_group', group: group.id, by: mover, cause: 'api' })
      await opened.store.groups.remove(workspace, group.id, lose, by)
      expect((await opened.store.operators.find(workspace, ana.id))?.groups).toEqual([])
      expect((await find(id))?.conversation.holder).toMatchObject({ state: 'operator_requested', group: null })
    })

    test('[S-07] what has ended is swept away; what has not stays', async () => {
      const { access } = opened.store
      const ana = await operator('ana')
      const session = { operator: ana.id, workspace, generation: 0, expiresAt: inMs(1_000) }
      await access.addSession('short', session)
      await access.addSession('long', { ...session, expiresAt: inMs(5_000) })
      await access.saveAnswer('shortly', 'key', { hash: 'h', status: 201, body: '{}' }, inMs(1_000))
      await access.addTicket('short ticket', { kind: 'operator', session: 'long' }, inMs(1_000))
      expect(await opened.dump()).toContain('shortly')
      clock.advance(1_000)
      await access.sweep(clock.now())
      expect(await opened.dump()).not.toContain('short')
      expect(await access.findSession('long')).toMatchObject({ operator: ana.id })
      await opened.store.operators.endSessions(workspace, ana.id)
      expect(await access.findSession('long')).toBeNull()
      expect((await opened.store.operators.find(workspace, ana.id))?.generation).toBe(1)
    })
  })

  describe(`${name}: presence as it was`, () => {
    const start = 1_000_000
    const spansOf = async (of: WorkspaceId = workspace) => {
      const spans = await opened.store.reports.presence(of, instant(0), instant(Number.MAX_SAFE_INTEGER))
      return spans.map(({ status, cause, capacity, from, until }) => [
        status,
        cause,
        ...(capacity === null ? [] : [capacity]),
        from - begun,
        until === null ? null : until - begun,
      ])
    }
    let begun: Instant
    beforeEach(() => {
      clock.advance(start)
      begun = clock.now()
    })
    const lease = (who: Operator, device: string, milliseconds: number) =>
      opened.store.operators.lease(workspace, who.id, device, inMs(milliseconds))

    test('[RO-4] heartbeats and flapping leave one span; it ends by itself, and after a gap another begins', async () => {
      const ana = await operator('ana')
      for (let beat = 0; beat < 5; beat += 1) {
        await lease(ana, 'desk', 45_000)
        clock.advance(15_000)
      }
      expect(await spansOf()).toEqual([['online', 'connected', 0, 105_000]])
      await lease(ana, 'desk', 10_000)
      clock.advance(9_999)
      await lease(ana, 'phone', 45_000)
      await lease(ana, 'desk', 20_000)
      expect(await spansOf()).toEqual([['online', 'connected', 0, 129_999]])
      clock.advance(60_000)
      await lease(ana, 'desk', 45_000)
      expect(await spansOf()).toEqual([
        ['online', 'connected', 0, 129_999],
        ['online', 'connected', 144_999, 189_999],
      ])
    })

    test('[RO-4] a choice begins a span where it changes something; back and forth in one moment leaves none', async () => {
      const ana = await operator('ana')
      await opened.store.operators.choose(workspace, ana.id, 'online')
      expect(await spansOf()).toEqual([])
      await lease(ana, 'desk', 45_000)
      clock.advance(1_000)
      await opened.store.operators.choose(workspace, ana.id, 'busy')
      await opened.store.operators.choose(workspace, ana.id, 'away')
      await opened.store.operators.choose(workspace, ana.id, 'online')
      expect(await spansOf()).toEqual([['online', 'connected', 0, 45_000]])
      clock.advance(1_000)
      await opened.store.operators.choose(workspace, ana.id, 'busy')
      await opened.store.operators.choose(workspace, ana.id, 'busy')
      clock.advance(1_000)
      await lease(ana, 'desk', 45_000)
      expect(await spansOf()).toEqual([
        ['online', 'connected', 0, 2_000],
        ['busy', 'chosen', 2_000, 48_000],
      ])
    })

    test('[RO-4] a status set by API holds to its end and the own choice goes on from there, over a new start too', async () => {
      const ana = await operator('ana')
      const ben = await operator('ben')
      await lease(ana, 'desk', 45_000)
      clock.advance(10_000)
      await opened.store.operators.setApiStatus(workspace, ana.id, 'away', inMs(20_000))
      await opened.store.operators.setApiStatus(workspace, ben.id, 'online', null)
      expect(await spansOf()).toEqual([
        ['online', 'connected', 0, 10_000],
        ['away', 'api', 10_000, 30_000],
        ['online', 'api', 30_000, 45_000],
        ['online', 'api', 10_000, null],
      ])
      await reopen()
      clock.advance(15_000)
      await lease(ana, 'desk', 45_000)
      await lease(ben, 'desk', 45_000)
      clock.advance(15_000)
      await opened.store.operators.choose(workspace, ben.id, 'online')
      await opened.store.operators.setApiStatus(workspace, ana.id, 'online', inMs(100_000))
      expect(await spansOf()).toEqual([
        ['online', 'connected', 0, 10_000],
        ['away', 'api', 10_000, 30_000],
        ['online', 'connected', 30_000, 140_000],
        ['online', 'api', 10_000, 70_000],
      ])
    })

    test('[RO-4] disabling ends a span, enabling begins one, and another limit is another span', async () => {
      const ana = await operator('ana', { capacity: 2 })
      const lose = (who: Operator) =>
        line.proposer(theWorkspace(), { type: 'lose_operator', operator: who.id, by: mover, cause: 'api' })
      const mover = { operator: null, role: 'admin' as const }
      await lease(ana, 'desk', 60_000)
      clock.advance(1_000)
      await opened.store.operators.change(workspace, ana.id, { capacity: 3 }, by)
      await opened.store.operators.change(workspace, ana.id, { name: 'Anna' }, by)
      clock.advance(1_000)
      await opened.store.operators.retire(workspace, ana.id, 'disable', lose(ana), by)
      clock.advance(1_000)
      await lease(ana, 'desk', 60_000)
      await opened.store.operators.enable(workspace, ana.id, by)
      const before = [
        ['online', 'connected', 2, 0, 1_000],
        ['online', 'limit_changed', 3, 1_000, 2_000],
      ]
      expect(await spansOf()).toEqual([...before, ['online', 'enabled', 3, 3_000, 63_000]])
      clock.advance(1_000)
      await opened.store.operators.retire(workspace, ana.id, 'delete', lose(ana), by)
      expect(await spansOf()).toEqual([...before, ['online', 'enabled', 3, 3_000, 4_000]])
      expect(await opened.store.reports.presence(workspace, instant(begun + 1_500), instant(begun + 3_000))).toEqual([
        expect.objectContaining({ cause: 'limit_changed', operator: ana.id }),
      ])
    })

    test('[I-38] the spans of another workspace are not among them', async () => {
      const ana = await operator('ana')
      await lease(ana, 'desk', 45_000)
      const other = newId('workspace')
      await opened.store.workspaces.add({ id: other, name: 'Other', packages: [], locale: 'en', timeZone: 'UTC' }, by)
      expect(await spansOf(other)).toEqual([])
      expect((await spansOf()).length).toBe(1)
      await opened.store.operators.lease(other, ana.id, 'desk', inMs(99_000))
      expect(await spansOf(other)).toEqual([])
    })
  })

  describe(`${name}: logs for reports`, () => {
    const isReported = ({ type, actor }: ConversationEvent) => type !== 'message' || actor.kind !== 'chatbot'
    const withoutWords = (event: ConversationEvent) =>
      event.type !== 'message' || event.data.note ? event : { ...event, data: { text: null, parts: [] } }
    const reported = async (from: Instant, until: Instant, more: { channel?: string } = {}, of = workspace) => {
      const found: string[] = []
      for await (const logs of opened.store.reports.logs(of, { from, until, ...more }))
        for (const { conversation, log } of logs) {
          const whole = await opened.store.conversations.events(of, conversation, 0, 10_000)
          expect(log).toEqual(whole.filter(isReported).map(withoutWords))
          found.push(conversation)
        }
      return found.toSorted()
    }

    test('[RO-4] each whole log of a period once: not what ended before it, not what a bot has had alone since', async () => {
      const ana = await operator('ana')
      const [closed, quiet, held, asked] = [
        await opening('closed'),
        await opening('quiet'),
        await opening('held'),
        await opening('asked', 'ask'),
      ]
      await claim(held, ana.id)
      for (const isNote of [true, false])
        await line.run(theWorkspace(), held, {
          ...{ type: 'operator_says', operator: ana.id, text: 'say "note":true', parts: [], isNote, cause: 'api' },
        })
      await closeIt(closed)
      clock.advance(60_000)
      const from = clock.now()
      const fresh = await opening('fresh')
      clock.advance(60_000)
      const until = clock.now()
      const tomorrow = await opening('tomorrow')
      expect(await reported(from, until)).toEqual([held, asked, fresh].toSorted())
      await say('quiet', 'back again')
      expect(await reported(from, until)).toEqual([held, asked, fresh, quiet].toSorted())
      expect(await reported(instant(0), from)).toEqual([closed, quiet, held, asked].toSorted())
      expect(await reported(until, inMs(1))).toEqual([quiet, held, asked, tomorrow].toSorted())
      expect(await reported(from, until, { channel: 'web' })).toEqual([])
      expect(await reported(from, until, { channel: 'custom' })).toHaveLength(4)
      expect(await reported(from, until, {}, newId('workspace'))).toEqual([])
    })

    test('[RO-23] how many wait for which group, and since when', async () => {
      const group = { id: newId('group'), name: 'support' }
      await opened.store.groups.add(workspace, group, by)
      const first = clock.now()
      await opening('anybody', 'ask')
      const moved = await opening('moved', 'ask')
      clock.advance(1_000)
      await opening('anybody else', 'ask')
      const mover = { operator: null, role: 'admin' as const }
      await line.run(theWorkspace(), moved, { type: 'transfer', to: { group: group.id }, by: mover, cause: 'api' })
      const waiting = await opened.store.reports.waiting(workspace)
      expect(waiting).toHaveLength(2)
      expect(waiting).toContainEqual({ group: null, count: 2, longestSince: first })
      expect(waiting).toContainEqual({ group: group.id, count: 1, longestSince: first })
      expect(await opened.store.reports.waiting(newId('workspace'))).toEqual([])
    })
  })

  describe(`${name}: looking through the audit log`, () => {
    test('[I-32] by who, what, on what and when, page by page and newest first', async () => {
      const { audit, groups } = opened.store
      const named = async (actor: string, id: string) => {
        clock.advance(1_000)
        const group = { id: asId<'group'>(id), name: id }
        await groups.add(workspace, group, { actor, request: null })
        await groups.rename(workspace, group.id, `${id} again`, { actor, request: null })
      }
      await named('operator op_ana', 'grp_one')
      const from = inMs(1_000)
      await named('operator op_ben', 'grp_two')
      const until = inMs(1_000)
      await named('operator op_ana', 'grp_three')
      const found = async (filter: Parameters<typeof audit.search>[1], limit = 100) => {
        const all: string[] = []
        for (let before: number | null = null; ; ) {
          const { records, next } = await audit.search(workspace, filter, before, limit)
          expect(records.length).toBeLessThanOrEqual(limit)
          all.push(...records.map(({ action, object }) => `${action} ${object}`))
          if (next === null) return all
          expect(next).toBeLessThan(before ?? Number.POSITIVE_INFINITY)
          before = next
        }
      }
      const two = ['group_renamed grp_two', 'group_added grp_two']
      expect(await found({ actors: ['operator op_ben', 'op_ben'] })).toEqual(two)
      expect(await found({ actors: ['operator op_ana'] }, 1)).toEqual([
        ...['group_renamed grp_three', 'group_added grp_three'],
        ...['group_renamed grp_one', 'group_added grp_one'],
      ])
      expect(await found({ objects: ['grp_two'] })).toEqual(two)
      expect(await found({ from, until })).toEqual(two)
      expect(await found({ from, until, action: 'group_added' }, 1)).toEqual(['group_added grp_two'])
      expect(await found({ until: from, action: 'group_added' })).toEqual(['group_added grp_one'])
      expect(await found({ from: inMs(1), action: 'group_added' })).toEqual([])
      const all = (await audit.list(workspace, null, 1_000)).map(({ action, object }) => `${action} ${object}`)
      expect(await found({}, 3)).toEqual(all)
    })
  })

  describe(`${name}: work and failure`, () => {
    test('[FL-4] [FL-5] work that a turn waits for is a row until its answer, over a new start too', async () => {
      const id = await opening('carl', 'slow')
      const { works } = opened.store
      expect(await works.claim(10, new Set(), inMs(100))).toEqual([])
      expect(await works.nextDueAt()).toBe(inMs(5_000))
      await reopen()
      clock.advance(5_000)
      const [work] = await opened.store.works.claim(10, new Set(), inMs(100))
      if (work === undefined) throw new Error('the work is lost')
      expect(work).toMatchObject({ conversation: id, epoch: 0, work: { kind: 'delay' } })
      expect(await opened.store.works.claim(10, new Set([work.id]), inMs(100))).toEqual([])
      const finish = () => line.run(theWorkspace(), id, { type: 'finish_work', work, answer: { kind: 'due' } })
      await finish()
      expect(await opened.store.works.nextDueAt()).toBeNull()
      expect((await events(id)).at(-1)).toMatchObject({ type: 'message', data: { text: 'Done' } })
    })

    test('[FL-5] work that was taken and not begun, or not ended in its time, is there for whoever looks next', async () => {
      const id = await opening('carl', 'slow')
      clock.advance(5_000)
      const { works } = opened.store
      const take = () => works.claim(10, new Set(), inMs(100))
      const [work] = await take()
      if (work === undefined) throw new Error('the work is lost')
      await works.release([work.id])
      expect(await take()).toEqual([work])
      clock.advance(100)
      expect(await take()).toEqual([work])
      await line.run(theWorkspace(), id, { type: 'finish_work', work, answer: { kind: 'due' } })
      clock.advance(100)
      expect(await take()).toEqual([])
    })

    test('[I-24] closing ends the work that was waited for', async () => {
      const id = await opening('carl', 'slow')
      await closeIt(id)
      expect(await opened.store.works.nextDueAt()).toBeNull()
    })

    // A database on another machine has no disk that a test could fill.
    const testFull = canFill ? test : ignored
    testFull(
      '[D-01] with the disk full a write is refused as unavailable and leaves nothing; with room it works again',
      async () => {
        const { fill, free } = opened
        if (fill === undefined || free === undefined) throw new Error('this disk cannot be filled')
        const ana = await operator('ana')
        const id = await opening('carl')
        const before = { events: (await events(id)).length, record: await find(id) }
        await fill()
        const outcomes = await Promise.allSettled([
          ...Array.from({ length: 40 }, () => say('carl', 'x'.repeat(9_000))),
          claim(id, ana.id),
        ])
        const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
        expect(failed.length).toBeGreaterThan(0)
        for (const { reason } of failed) expect(reason).toBeInstanceOf(StoreUnavailable)
        const kept = outcomes.slice(0, 40).filter(({ status }) => status === 'fulfilled').length
        expect(
          (await events(id)).filter(({ type, actor }) => type === 'message' && actor.kind === 'contact').length,
        ).toBe(kept)
        expect((await find(id))?.conversation.lastSeq).toBe((await events(id)).length)
        if (kept === 0 && outcomes[40]?.status === 'rejected')
          expect({ events: (await events(id)).length, record: await find(id) }).toEqual(before)
        await expectLoadsToAgree()
        await opened.store.conversations.list(workspace, { limit: 10, search: 'anything' })
        await free()
        expect((await say('carl', 'room again')).kind).toBe('committed')
        expect((await claim(id, ana.id)).kind).toBe('committed')
        await expectLoadsToAgree()
        expect(await opened.store.audit.verify(workspace)).toBeNull()
        await reopen()
        await expectLoadsToAgree()
        await expectNoGaps(id)
      },
    )
  })
}
