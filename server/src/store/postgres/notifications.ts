import { asId, type ConversationId, type OperatorId, type WorkspaceId } from '@baton/core/ids'
import type { NotificationRules, NotificationSettings, Stage } from '@baton/core/notifications'
import { after, type Instant, instant } from '@baton/core/time'
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
import { type Connections, everybody, type Queryable } from './connections.ts'
import type { Lanes } from './lanes.ts'

type SettingsRow = { subject: string; settings: string }

/** Beside the lanes: nobody's commit waits for what is told of it. */
export class PostgresNotifications implements Notifications {
  readonly #connections: Connections
  readonly #lanes: Lanes
  readonly #now: () => Instant

  constructor({ connections, lanes, now }: { connections: Connections; lanes: Lanes; now: () => Instant }) {
    this.#connections = connections
    this.#lanes = lanes
    this.#now = now
  }

  async settings(workspace: WorkspaceId, operator: OperatorId): Promise<NotificationSettings> {
    return settingsIn(await settingsOf(this.#connections.for(workspace), workspace, operator))
  }

  async allSettings(workspace: WorkspaceId): Promise<Map<OperatorId, NotificationSettings>> {
    const rows = await this.#connections.rows<SettingsRow>(workspace, findingAll, [workspace])
    return new Map(rows.map(({ subject, settings }) => [asId<'operator'>(subject), settingsIn(settings)]))
  }

  async setSettings(workspace: WorkspaceId, operator: OperatorId, settings: NotificationSettings): Promise<void> {
    await this.#connections.rows(workspace, putting, [workspace, operator, JSON.stringify(settings)])
  }

  async rules(workspace: WorkspaceId): Promise<NotificationRules> {
    return rulesIn(await settingsOf(this.#connections.for(workspace), workspace, workspace))
  }

  setRules(workspace: WorkspaceId, rules: NotificationRules, by: AuditOrigin): Promise<void> {
    return this.#lanes.of(workspace).alone(async ({ tx, batch }) => {
      const before = rulesIn(await settingsOf(tx, workspace, workspace))
      await tx.rows(puttingRules, [workspace, JSON.stringify(rules)])
      batch.audit({ ...by, action: 'notification_rules_changed', object: workspace, before, after: rules })
    })
  }

  async subscriptions(workspace: WorkspaceId, operator: OperatorId | null): Promise<PushSubscription[]> {
    const rows = await this.#connections.rows<SubscriptionRow>(workspace, findingSubscriptions, [workspace, operator])
    return rows.map(subscriptionOf)
  }

  /** For everybody: the browser may have belonged to somebody of another workspace. */
  async subscribe(workspace: WorkspaceId, subscription: PushSubscription): Promise<void> {
    await this.#connections.transaction(everybody, async (tx) => {
      await tx.rows(subscribing, valuesOf(workspace, subscription))
      await tx.rows(droppingOldest, [workspace, subscription.operator])
    })
  }

  renew(workspace: WorkspaceId, old: string, subscription: PushSubscription): Promise<boolean> {
    const { id, operator } = subscription
    return this.#connections.transaction(everybody, async (tx) => {
      if ((await tx.rows(unsubscribing, [workspace, operator, old])).length === 0) {
        const own = await tx.rows<SubscriptionRow>(findingSubscriptions, [workspace, operator])
        return own.some((one) => one.id === id)
      }
      await tx.rows(subscribing, valuesOf(workspace, subscription))
      return true
    })
  }

  async unsubscribe(workspace: WorkspaceId, operator: OperatorId, id: string): Promise<boolean> {
    return (await this.#connections.rows(workspace, unsubscribing, [workspace, operator, id])).length > 0
  }

  async see(workspace: WorkspaceId, operator: OperatorId, device: string, until: Instant): Promise<void> {
    await this.#connections.rows(workspace, seeing, [workspace, operator, device, until])
  }

  async sights(workspace: WorkspaceId): Promise<Map<OperatorId, Instant>> {
    const rows = await this.#connections.rows<{ operator: string; seen_until: number }>(workspace, findingSights, [
      workspace,
    ])
    return new Map(rows.map(({ operator, seen_until }) => [asId<'operator'>(operator), instant(seen_until)]))
  }

  async concerned(): Promise<WorkspaceId[]> {
    const rows = await this.#connections.rows<{ workspace: string }>(everybody, findingConcerned, [patternOfMail])
    return rows.map(({ workspace }) => asId(workspace))
  }

  async undecided(
    workspace: WorkspaceId,
    stage: Stage,
    { from, until }: { from: Instant; until: Instant },
  ): Promise<UndecidedRequest[]> {
    const asked = [workspace, from, until, stage]
    const rows = await this.#connections.rows<UndecidedRow>(workspace, findingUndecided, asked)
    return rows.map(undecidedOf)
  }

  async decide(
    workspace: WorkspaceId,
    request: UndecidedRequest,
    stage: Stage,
    deliveries: readonly NewDelivery[],
  ): Promise<boolean> {
    const { conversation, epoch } = request
    const now = this.#now()
    const marker = [idOfDecision(request, stage), workspace, conversation, `request ${epoch}`, now]
    return this.#connections.transaction(workspace, async (tx) => {
      if ((await tx.rows(marking, marker)).length === 0) return false
      await addAll(tx, workspace, conversation, deliveries, { now, dueAt: now })
      return true
    })
  }

  async plan(
    workspace: WorkspaceId,
    conversation: ConversationId,
    deliveries: readonly NewDelivery[],
    dueAt: Instant,
  ): Promise<void> {
    const at = { now: this.#now(), dueAt }
    await this.#connections.transaction(workspace, (tx) => addAll(tx, workspace, conversation, deliveries, at))
  }

  async claim(limit: number, until: Instant): Promise<Delivery[]> {
    const rows = await this.#connections.rows<DeliveryRow>(everybody, claiming, [this.#now(), limit, until])
    return rows.map(deliveryOf)
  }

  async done(id: string): Promise<void> {
    await this.#connections.rows(everybody, finishing, [id])
  }

  async postpone(id: string, at: Instant): Promise<void> {
    await this.#connections.rows(everybody, postponing, [id, at])
  }

  async nextDueAt(): Promise<Instant | null> {
    const [row] = await this.#connections.rows<{ due: number | null }>(everybody, findingNext, [])
    return row?.due == null ? null : instant(row.due)
  }

  async sweep(): Promise<void> {
    await this.#connections.rows(everybody, forgetting, [after(this.#now(), -rememberedFor)])
    await this.#connections.rows(everybody, overlooking, [after(this.#now(), -sightsFor)])
  }
}

async function settingsOf(db: Queryable, workspace: WorkspaceId, subject: string): Promise<string | undefined> {
  const [row] = await db.rows<SettingsRow>(finding, [workspace, subject])
  return row?.settings
}

/** In the order of their keys: nodes that write the same ones at once wait for each other in one direction only. */
async function addAll(
  tx: Queryable,
  workspace: WorkspaceId,
  conversation: ConversationId,
  deliveries: readonly NewDelivery[],
  { now, dueAt }: { now: Instant; dueAt: Instant },
): Promise<void> {
  if (deliveries.length === 0) return
  const rows = deliveries.map((one) => columnsOfDelivery(conversation, one)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const columns = (['id', 'about', 'operator', 'way'] as const).map((name) => rows.map((row) => row[name]))
  await tx.rows(adding, [workspace, conversation, now, dueAt, ...columns])
}

const finding = {
  name: 'find_notification_settings',
  text: 'select subject, settings from notification_settings where workspace = $1 and subject = $2',
}
const findingAll = {
  name: 'find_all_notification_settings',
  text: `select s.subject, s.settings from notification_settings s join operators o on o.id = s.subject
    where s.workspace = $1 and o.workspace = $1`,
}
const onConflict = 'on conflict (workspace, subject) do update set settings = excluded.settings'
const putting = {
  name: 'put_notification_settings',
  text: `insert into notification_settings (workspace, subject, settings)
    select workspace, id, $3 from operators where workspace = $1 and id = $2 ${onConflict}`,
}
const puttingRules = {
  name: 'put_notification_rules',
  text: `insert into notification_settings (workspace, subject, settings) values ($1, $1, $2) ${onConflict}`,
}
function valuesOf(workspace: WorkspaceId, subscription: PushSubscription): unknown[] {
  const { id, operator, endpoint, key, secret, signer, createdAt } = subscription
  return [id, workspace, operator, endpoint, key, secret, signer, createdAt]
}
const findingSubscriptions = {
  name: 'find_push_subscriptions',
  text: `select id, operator, endpoint, key, secret, signer, created_at from push_subscriptions
    where workspace = $1 and ($2::text is null or operator = $2) order by created_at, id collate "C"`,
}
const subscribing = {
  name: 'add_push_subscription',
  text: `insert into push_subscriptions (id, workspace, operator, endpoint, key, secret, signer, created_at)
    select $1, o.workspace, o.id, $4, $5, $6, $7, $8::bigint from operators o where o.workspace = $2 and o.id = $3
    on conflict (id) do update set workspace = excluded.workspace, operator = excluded.operator,
      endpoint = excluded.endpoint, key = excluded.key, secret = excluded.secret, signer = excluded.signer,
      created_at = excluded.created_at`,
}
const droppingOldest = {
  name: 'drop_push_subscriptions',
  text: `delete from push_subscriptions where id in (select id from push_subscriptions
    where workspace = $1 and operator = $2 order by created_at desc, id collate "C" desc offset ${mostSubscriptions})`,
}
const unsubscribing = {
  name: 'remove_push_subscription',
  text: 'delete from push_subscriptions where workspace = $1 and operator = $2 and id = $3 returning 1',
}
const seeing = {
  name: 'see_desk',
  text: `insert into desk_sights (workspace, operator, device, seen_until) values ($1, $2, $3, $4)
    on conflict (workspace, operator, device) do update set seen_until = excluded.seen_until`,
}
const findingSights = {
  name: 'find_sights',
  text: 'select operator, max(seen_until) as seen_until from desk_sights where workspace = $1 group by operator',
}
const findingConcerned = {
  name: 'find_concerned',
  text: `select workspace from notification_settings where settings like $1
    union select workspace from push_subscriptions order by workspace`,
}
const findingUndecided = {
  name: 'find_undecided',
  text: `select c.id, c.workspace, c.channel, c."group", c.requested_operator, c.requested_at, c.offer_until,
      c.offers_made, c.epoch from conversations c
    where c.workspace = $1 and c.chat_state = 'operator_requested' and c.requested_at > $2 and c.requested_at <= $3
      and not exists (select 1 from notifications n
        where n.id = c.id || ' request ' || c.epoch || ' ' || coalesce(c.offer_until, 0) || ' ' || $4)
    order by c.requested_at, c.id collate "C" limit 500`,
}
/** Whoever erases the conversation meanwhile waits for this, or it is not found here any more. */
const ofConversation = 'from conversations c where c.workspace = $2 and c.id = $3 for key share of c'
const marking = {
  name: 'mark_decision',
  text: `insert into notifications (id, workspace, conversation, about, created_at, attempts)
    select $1, $2, c.id, $4, $5::bigint, 0 ${ofConversation} on conflict (id) do nothing returning 1`,
}
const adding = {
  name: 'add_notifications',
  text: `insert into notifications (id, workspace, conversation, about, operator, way, created_at, due_at, attempts)
    select n.id, $1, c.id, n.about, n.operator, n.way, $3::bigint, $4::bigint, 0
    from unnest($5::text[], $6::text[], $7::text[], $8::text[]) as n(id, about, operator, way)
    join conversations c on c.workspace = $1 and c.id = $2 for key share of c on conflict (id) do nothing`,
}
const claiming = {
  name: 'claim_notifications',
  text: `update notifications set claimed_until = $3 where id in (
      select id from notifications where due_at is not null and due_at <= $1 and claimed_until <= $1
      order by due_at limit $2 for update skip locked)
    returning id, workspace, conversation, about, operator, way, created_at, attempts`,
}
const finishing = { name: 'finish_notification', text: 'update notifications set due_at = null where id = $1' }
const postponing = {
  name: 'postpone_notification',
  text: 'update notifications set due_at = $2, claimed_until = 0, attempts = attempts + 1 where id = $1',
}
const findingNext = {
  name: 'find_next_notification',
  text: 'select min(greatest(due_at, claimed_until)) as due from notifications where due_at is not null',
}
const forgetting = { name: 'sweep_notifications', text: 'delete from notifications where created_at <= $1' }
const overlooking = { name: 'sweep_sights', text: 'delete from desk_sights where seen_until <= $1' }
