/**
 * The embedded store in memory, shared by all nodes over simulated links. No node has it like that in production; it is
 * quick, and everything that nodes do above the store runs on it as on the other.
 */

import { isDeepStrictEqual } from 'node:util'
import type { Change } from '@baton/core/command'
import type { ConversationEvent } from '@baton/core/conversation'
import { fold, ownerOf } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import type { PresenceStatus } from '@baton/core/routing'
import { openSqlite } from '../server/src/store/sqlite/sqlite.ts'
import {
  type AuditRecord,
  type Committed,
  type Found,
  type Propose,
  type Store,
  type StoreOptions,
  StoreUnavailable,
} from '../server/src/store/store.ts'
import type { Uploads } from '../server/src/uploads.ts'
import type { BackendParts, OpenBackend } from './backend.ts'
import { logOf } from './evidence.ts'
import type { Commit } from './ledger.ts'
import { newOwner, type Owner } from './scheduler.ts'

/** What other nodes keep in memory of it. */
const changesSettings = ['bots.add', 'bots.saveDraft', 'bots.publish', 'workspaces.change', 'access.revokeKey']

/** What changes who is there to be picked, besides what is committed for a conversation. */
const changesTeam = /^(?:operators\.(?:add|change|enable|retire)|groups\.(?:add|rename|remove))$/

export const embeddedBackend: OpenBackend = (parts) => {
  const shared = new SharedStore(parts)
  return {
    isForNodes: false,
    // Nobody opens a pool here.
    Pool: null,
    open: async (node, options) => shared.join(node, options),
    cut: (node) => shared.cut(node),
    follow: (workspace) => shared.follow(workspace),
    leftovers: () => shared.leftovers(),
    check: () => shared.check(),
    callsAskedFor: () => shared.calls,
    statements: () => shared.statements,
  }
}

type Guest = { owner: Owner; options: StoreOptions; seenSettings: number }
type Method = (...values: unknown[]) => Promise<unknown>

class SharedStore {
  readonly #parts: BackendParts
  readonly #owner = newOwner('store')
  readonly #deciders = new WeakMap<Change, Guest>()
  readonly #underWay = new Map<Owner, Set<() => void>>()
  readonly #audited = new Map<string, number>()
  #store: Store | null = null
  #looking: Promise<void> = Promise.resolve()
  #committed: Committed[] = []
  #settings = 0
  calls = 0
  statements = 0

  constructor(parts: BackendParts) {
    this.#parts = parts
  }

  /** The store as one node has it. */
  join(owner: Owner, options: StoreOptions): Store & { uploads: Uploads } {
    const guest = { owner, options, seenSettings: this.#settings }
    const { newId, now } = options
    const store = this.#store ?? openSqlite({ path: ':memory:', newId, now, onCommitted: (one) => this.#tell(one) })
    this.#store = store
    const nouns = Object.entries(store).map(([noun, methods]) => [
      noun,
      typeof methods === 'object' ? this.#nounOf(guest, noun, methods) : undefined,
    ])
    return {
      ...(Object.fromEntries(nouns) as Store),
      uploads,
      ping: () => this.#call(guest, 'ping', () => store.ping()) as Promise<void>,
      refresh: async () => {
        const settings = await this.#call(guest, 'refresh', async () => this.#settings)
        if (settings !== guest.seenSettings) options.onChanged?.(null)
        guest.seenSettings = settings as number
      },
      alone: (_, work) => work(),
      close: async () => {},
    }
  }

  cut(node: Owner | null): void {
    for (const [owner, calls] of this.#underWay)
      if (node === null || owner === node) for (const fail of [...calls]) fail()
  }

  follow(workspace: string): void {
    this.#audited.set(workspace, 0)
    void this.#plan()
  }

  async leftovers(): Promise<string[]> {
    const store = this.#store
    if (store === null) return []
    const { count } = await store.outbox.pending()
    const isDue = (await store.works.nextDueAt()) !== null
    return [...(isDue ? ['works are left'] : []), ...(count === 0 ? [] : [`${count} messages are left`])]
  }

  /** [I-15] [I-32] What is kept beside the log says the same as the log. */
  async check(): Promise<string[]> {
    const store = this.#store
    const broken: string[] = []
    for (const workspace of store === null ? [] : await store.workspaces.all()) {
      const log = await logOf(store as Store, workspace.id)
      const owned = new Map<string, number>()
      for (const [id, logged] of Map.groupBy(log, ({ conversation }) => conversation)) {
        const conversation = asId<'conversation'>(id)
        const record = await store?.conversations.find(workspace.id, conversation)
        const folded = fold(
          conversation,
          logged.map(({ event }) => event),
        )
        const owner = folded === null ? null : ownerOf(folded.holder)
        if (owner !== null) owned.set(owner, (owned.get(owner) ?? 0) + 1)
        if (!isDeepStrictEqual(record?.conversation, folded)) broken.push(`[I-32] ${id} is not the fold of its log`)
      }
      for (const { id, load } of (await store?.operators.list(workspace.id)) ?? [])
        if (load !== (owned.get(id) ?? 0)) broken.push(`[I-15] ${id} owns ${owned.get(id) ?? 0}, its load says ${load}`)
      if ((await store?.audit.verify(workspace.id)) !== null) broken.push('[I-33] the audit chain is broken')
    }
    return broken
  }

  #nounOf(guest: Guest, noun: string, methods: object): object {
    return new Proxy(methods, {
      get: (target, name) => {
        const method: Method = Reflect.get(target, name)
        const label = `${noun}.${String(name)}`
        return (...values: unknown[]) =>
          this.#call(guest, label, () => {
            this.#see(label, values)
            const marked = values.map((value) => this.#marked(guest, value))
            const done = method.apply(target, marked)
            return changesTeam.test(label) ? done.finally(() => this.#plan()) : done
          })
      },
    })
  }

  /** Over the link and back; cut, or lost on the way, it is not known whether it was done. */
  #call(guest: Guest, label: string, work: () => Promise<unknown>): Promise<unknown> {
    const { owner } = guest
    const link = this.#parts.linkOf(owner)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const calls = this.#underWay.get(owner) ?? new Set()
    this.#underWay.set(owner, calls)
    const fail = () => {
      calls.delete(fail)
      link.send(owner, `no answer ${label}`, () => reject(new StoreUnavailable('the store does not answer')))
    }
    calls.add(fail)
    const answer = (settle: () => void) => {
      calls.delete(fail)
      link.send(owner, `answer ${label}`, settle)
    }
    const fate = link.fate()
    link.send(this.#owner, `${owner.name}: ${label}`, () => {
      if (fate === 'lost before') return fail()
      this.statements += 1
      void work().then(
        (value) => (fate === 'lost after' ? fail() : answer(() => resolve(value))),
        (error: unknown) => answer(() => reject(error)),
      )
    })
    return promise
  }

  /** Whoever decides a change is told of its commit. */
  #marked(guest: Guest, value: unknown): unknown {
    if (typeof value !== 'function') return value
    const decide = value as Propose
    return (found: Found) => {
      const decided = decide(found)
      if (decided?.ok) this.#deciders.set(decided.value, guest)
      return decided
    }
  }

  #see(label: string, values: readonly unknown[]): void {
    if (changesSettings.includes(label)) this.#settings += 1
    const [workspace, operator, what, until] = values
    const whose = { operator: String(operator) }
    const told = (sign: Parameters<BackendParts['told']['onSign']>[1]) =>
      this.#parts.told.onSign(String(workspace), sign)
    if (label === 'operators.lease') told({ ...whose, kind: 'lease', device: String(what), until: Number(until) })
    if (label === 'operators.choose') told({ ...whose, kind: 'choice', status: what as PresenceStatus })
    if (label === 'operators.setApiStatus')
      told({ ...whose, kind: 'api', status: what as PresenceStatus, until: until === null ? null : Number(until) })
  }

  #tell(committed: Committed): void {
    const guest = this.#deciders.get(committed.change)
    if (guest !== undefined)
      this.#parts.linkOf(guest.owner).send(guest.owner, 'committed', () => guest.options.onCommitted(committed))
    this.#committed.push(committed)
    if (this.#committed.length === 1) void this.#plan()
  }

  /** What was committed together is looked at together, with what was recorded of it, before anything else happens. */
  #plan(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look())
    return this.#looking
  }

  async #look(): Promise<void> {
    const committed = this.#committed.splice(0)
    for (const [workspace, seq] of this.#audited) {
      const records = await this.#recordsAfter(workspace, seq)
      this.#audited.set(workspace, records.at(-1)?.seq ?? seq)
      const changes = committed.filter((one) => one.workspace === workspace)
      for (const commit of inOrder(workspace, changes, records)) {
        this.calls += commit.begun.filter(({ kind }) => kind === 'http').length
        this.#parts.told.onCommit(commit)
      }
    }
  }

  async #recordsAfter(workspace: string, seq: number): Promise<AuditRecord[]> {
    const store = this.#store
    if (store === null) return []
    const records = await store.audit.list(asId(workspace), null, Number.MAX_SAFE_INTEGER)
    return records.filter((record) => record.seq > seq).toReversed()
  }
}

/** Changes and settings that were written together, one after another: the audit tells what came between. */
function inOrder(workspace: string, changes: readonly Committed[], records: readonly AuditRecord[]): Commit[] {
  const left = [...records]
  const commits: Commit[] = []
  const add = (change: Committed | null, audit: readonly AuditRecord[], isCertain: boolean) =>
    commits.push(commitOf(workspace, change, audit, isCertain))
  for (const one of changes) {
    const moves = one.change.events.filter(({ event }) => 'from' in event.data && 'to' in event.data).length
    const at = left.findIndex(({ object }) => object === one.id)
    if (moves > 0 && at > 0) add(null, left.splice(0, at), true)
    // Nothing tells whether what changes no control came before or after the next change of the team.
    add(one, left.splice(0, moves), moves > 0 || !left.some(({ object }) => !object.startsWith('conv_')))
  }
  if (left.length > 0) add(null, left, true)
  return commits
}

function commitOf(
  workspace: string,
  committed: Committed | null,
  audit: readonly AuditRecord[],
  isCertain: boolean,
): Commit {
  const { events = [], works = [] } = committed?.change ?? {}
  const conversation = committed?.id ?? ''
  return {
    workspace,
    entries: events.map(({ event, turn }) => ({
      conversation,
      event: isCertain ? event : withoutDecision(event),
      turn,
    })),
    audit,
    told: null,
    begun: works.map(({ id, turn, epoch, work }) => ({ id, turn, epoch, kind: work.kind })),
    erasing: [],
    erased: [],
  }
}

/** What nobody can judge is not told. */
function withoutDecision(event: ConversationEvent): ConversationEvent {
  if (event.type === 'operator_offered') {
    const { decision: _, ...data } = event.data
    return { ...event, data }
  }
  return 'decision' in event.data ? ({ ...event, data: {} } as typeof event) : event
}

/** Nobody sends files here. */
const uploads: Uploads = {
  save: async () => {},
  read: async () => null,
  remove: async () => {},
}
