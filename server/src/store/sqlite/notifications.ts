import { asId, type ConversationId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import type { NotificationRules, NotificationSettings, Stage } from '@baton/core/notifications'
import { after, type Instant, instant } from '@baton/core/time'
import type { Database, Statement } from 'better-sqlite3'
import {
  columnsOfDelivery,
  type DeliveryRow,
  deliveryOf,
  idOfDecision,
  mostSubscriptions,
  patternOfMail,
  rememberedFor,
  rulesIn,
  type SubscriptionRow,
  settingsIn,
  sightsFor,
  subscriptionOf,
  type UndecidedRow,
  undecidedOf,
} from '../notifications.ts'
import type { AuditOrigin, Delivery, NewDelivery, Notifications, PushSubscription, UndecidedRequest } from '../store.ts'
import type { SqliteAudit } from './audit.ts'
import type { Committer } from './committer.ts'

type Parts = { database: Database; committer: Committer; audit: SqliteAudit; now: () => Instant }

const decidedAtOnce = 500

export class SqliteNotifications implements Notifications {
  readonly #parts: Parts
  readonly #find: Statement<[string, string], { settings: string }>
  readonly #all: Statement<[string], { subject: string; settings: string }>
  readonly #put: Statement
  readonly #putRules: Statement
  readonly #subscriptions: Statement<[string, string | null, string | null], SubscriptionRow>
  readonly #subscribe: Statement
  readonly #dropOldest: Statement
  readonly #unsubscribe: Statement
  readonly #see: Statement
  readonly #sights: Statement<[string], { operator: string; seen_until: number }>
  readonly #concerned: Statement<[string], { workspace: string }>
  readonly #undecided: Statement<[string, number, number, string], UndecidedRow>
  readonly #add: Statement
  readonly #due: Statement<[number, number], DeliveryRow>
  readonly #done: Statement
  readonly #postpone: Statement
  readonly #next: Statement<[], { due_at: number | null }>
  readonly #forget: Statement
  readonly #overlook: Statement

  constructor(parts: Parts) {
    const { database } = parts
    this.#parts = parts
    this.#find = database.prepare('select settings from notification_settings where workspace = ? and subject = ?')
    this.#all = database.prepare(
      `select s.subject, s.settings from notification_settings s join operators o on o.id = s.subject where s.workspace = ?`,
    )
    const putting = `on conflict (workspace, subject) do update set settings = excluded.settings`
    this.#put = database.prepare(
      `insert into notification_settings select workspace, id, $settings from operators
       where workspace = $workspace and id = $subject ${putting}`,
    )
    this.#putRules = database.prepare(`insert into notification_settings values (?, ?, ?) ${putting}`)
    this.#subscriptions = database.prepare(
      `select id, operator, endpoint, key, secret, signer, created_at from push_subscriptions
       where workspace = ? and (operator = ? or ? is null) order by created_at, id`,
    )
    this.#subscribe = database.prepare(
      `insert or replace into push_subscriptions select $id, workspace, id, $endpoint, $key, $secret, $signer, $createdAt
       from operators where workspace = $workspace and id = $operator`,
    )
    this.#dropOldest = database.prepare(
      `delete from push_subscriptions where id in (select id from push_subscriptions
         where workspace = ? and operator = ? order by created_at desc, id desc limit -1 offset ${mostSubscriptions})`,
    )
    this.#unsubscribe = database.prepare(
      'delete from push_subscriptions where workspace = ? and operator = ? and id = ?',
    )
    this.#see = database.prepare('insert or replace into desk_sights values (?, ?, ?, ?)')
    this.#sights = database.prepare(
      'select operator, max(seen_until) as seen_until from desk_sights where workspace = ? group by operator',
    )
    this.#concerned = database.prepare(
      `select workspace from notification_settings where settings like ?
       union select workspace from push_subscriptions order by workspace`,
    )
    this.#undecided = database.prepare(
      `select c.id, c.workspace, c.channel, c."group", c.requested_operator, c.requested_at, c.offer_until, c.offers_made,
         c.epoch from conversations c
       where c.workspace = ? and c.chat_state = 'operator_requested' and c.requested_at > ? and c.requested_at <= ?
         and not exists (select 1 from notifications n
           where n.id = c.id || ' request ' || c.epoch || ' ' || coalesce(c.offer_until, 0) || ' ' || ?)
       order by c.requested_at, c.id limit ${decidedAtOnce}`,
    )
    this.#add = database.prepare(
      `insert into notifications (id, workspace, conversation, about, operator, way, created_at, due_at, attempts)
       select $id, workspace, id, $about, $operator, $way, $now, $dueAt, 0 from conversations
       where workspace = $workspace and id = $conversation on conflict (id) do nothing`,
    )
    this.#due = database.prepare('select * from notifications where due_at <= ? order by due_at, id limit ?')
    this.#done = database.prepare('update notifications set due_at = null where id = ?')
    this.#postpone = database.prepare('update notifications set due_at = ?, attempts = attempts + 1 where id = ?')
    this.#next = database.prepare('select min(due_at) as due_at from notifications where due_at is not null')
    this.#forget = database.prepare('delete from notifications where created_at <= ?')
    this.#overlook = database.prepare('delete from desk_sights where seen_until <= ?')
  }

  async settings(workspace: WorkspaceId, operator: OperatorId): Promise<NotificationSettings> {
    return settingsIn(this.#find.get(workspace, operator)?.settings)
  }

  async allSettings(workspace: WorkspaceId): Promise<Map<OperatorId, NotificationSettings>> {
    const rows = this.#all.all(workspace)
    return new Map(rows.map(({ subject, settings }) => [asId<'operator'>(subject), settingsIn(settings)]))
  }

  setSettings(workspace: WorkspaceId, operator: OperatorId, settings: NotificationSettings): Promise<void> {
    return this.#do(() => this.#put.run({ workspace, subject: operator, settings: JSON.stringify(settings) }))
  }

  async rules(workspace: WorkspaceId): Promise<NotificationRules> {
    return rulesIn(this.#find.get(workspace, workspace)?.settings)
  }

  setRules(workspace: WorkspaceId, rules: NotificationRules, by: AuditOrigin): Promise<void> {
    return this.#do(() => {
      const before = rulesIn(this.#find.get(workspace, workspace)?.settings)
      this.#putRules.run(workspace, workspace, JSON.stringify(rules))
      const action = 'notification_rules_changed'
      this.#parts.audit.append(workspace, { ...by, action, object: workspace, before, after: rules })
    })
  }

  async subscriptions(workspace: WorkspaceId, operator: OperatorId | null): Promise<PushSubscription[]> {
    return this.#subscriptions.all(workspace, operator, operator).map(subscriptionOf)
  }

  subscribe(workspace: WorkspaceId, subscription: PushSubscription): Promise<void> {
    return this.#do(() => {
      this.#subscribe.run({ workspace, ...subscription })
      this.#dropOldest.run(workspace, subscription.operator)
    })
  }

  renew(workspace: WorkspaceId, old: string, subscription: PushSubscription): Promise<boolean> {
    const { id, operator } = subscription
    return this.#parts.committer.do(() => {
      if (this.#unsubscribe.run(workspace, operator, old).changes === 0)
        return this.#subscriptions.all(workspace, operator, operator).some((one) => one.id === id)
      this.#subscribe.run({ workspace, ...subscription })
      return true
    })
  }

  unsubscribe(workspace: WorkspaceId, operator: OperatorId, id: string): Promise<boolean> {
    return this.#parts.committer.do(() => this.#unsubscribe.run(workspace, operator, id).changes > 0)
  }

  see(workspace: WorkspaceId, operator: OperatorId, device: string, until: Instant): Promise<void> {
    return this.#do(() => this.#see.run(workspace, operator, device, until))
  }

  async sights(workspace: WorkspaceId): Promise<Map<OperatorId, Instant>> {
    const rows = this.#sights.all(workspace)
    return new Map(rows.map(({ operator, seen_until }) => [asId<'operator'>(operator), instant(seen_until)]))
  }

  async concerned(): Promise<WorkspaceId[]> {
    return this.#concerned.all(patternOfMail).map(({ workspace }) => asId(workspace))
  }

  async undecided(
    workspace: WorkspaceId,
    stage: Stage,
    { from, until }: { from: Instant; until: Instant },
  ): Promise<UndecidedRequest[]> {
    return this.#undecided.all(workspace, from, until, stage).map(undecidedOf)
  }

  decide(
    workspace: WorkspaceId,
    request: UndecidedRequest,
    stage: Stage,
    deliveries: readonly NewDelivery[],
  ): Promise<boolean> {
    const { conversation, epoch } = request
    const now = this.#parts.now()
    return this.#parts.committer.do(() => {
      const marker = { id: idOfDecision(request, stage), about: `request ${epoch}`, operator: null, way: null }
      const { changes } = this.#add.run({ workspace, conversation, ...marker, now, dueAt: null })
      if (changes === 0) return false
      this.#addAll(workspace, conversation, deliveries, now)
      return true
    })
  }

  plan(
    workspace: WorkspaceId,
    conversation: ConversationId,
    deliveries: readonly NewDelivery[],
    dueAt: Instant,
  ): Promise<void> {
    return this.#do(() => this.#addAll(workspace, conversation, deliveries, dueAt))
  }

  /** Nobody else could take it: the caller knows what it is sending. */
  async claim(limit: number): Promise<Delivery[]> {
    return this.#due.all(this.#parts.now(), limit).map(deliveryOf)
  }

  done(id: string): Promise<void> {
    return this.#do(() => this.#done.run(id))
  }

  postpone(id: string, at: Instant): Promise<void> {
    return this.#do(() => this.#postpone.run(at, id))
  }

  async nextDueAt(): Promise<Instant | null> {
    const due = this.#next.get()?.due_at ?? null
    return due === null ? null : instant(due)
  }

  sweep(): Promise<void> {
    const now = this.#parts.now()
    return this.#do(() => {
      this.#forget.run(after(now, -rememberedFor))
      this.#overlook.run(after(now, -sightsFor))
    })
  }

  #addAll(
    workspace: WorkspaceId,
    conversation: ConversationId,
    deliveries: readonly NewDelivery[],
    dueAt: Instant,
  ): void {
    const now = this.#parts.now()
    for (const delivery of deliveries)
      this.#add.run({ workspace, conversation, ...columnsOfDelivery(conversation, delivery), now, dueAt })
  }

  #do(run: () => unknown): Promise<void> {
    return this.#parts.committer.do(() => void run())
  }
}
