/**
 * [U-13] Tells operators who are not looking that somebody waits for them, or that a note is for them: by push, and by mail.
 * What is to be sent is a row, written once for each operator and way; a node that ends while it sends leaves it to the next.
 */
import type { ConversationRecord } from '@baton/core/conversation'
import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import {
  isAttentive,
  isQuiet,
  type NotificationRules,
  type NotificationSettings,
  type Stage,
  usualSettings,
  whomToTell,
} from '@baton/core/notifications'
import { nameOfContact } from '@baton/core/protocol'
import type { Team } from '@baton/core/routing'
import { after } from '@baton/core/time'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import { eachAtMost, oneAtATime } from '../conversations/one-at-a-time.ts'
import type { Mailer } from '../mail.ts'
import type { Committed, Delivery, NewDelivery, PushSubscription, UndecidedRequest } from '../store/store.ts'
import { mailOf, type News, pushOf } from './content.ts'
import type { Pushes } from './push.ts'

/** How much later than its time somebody may be told, in milliseconds; also of what an ended node has left. */
const lookEvery = 5_000
/** Older requests are no news: nobody is told of them after a long standstill. */
const newsFor = 86_400_000
const claimedAtOnce = 64
const sentAtOnce = 8
/** What this node has claimed is sent by no other for so long: more than a push or a mail may take. */
const leaseOfClaim = 90_000
const mostTries = 6
const firstPause = 5_000

type Addresses = { to(conversation: ConversationId): string; settings(): string }

type Parts = {
  line: ConversationLine
  pushes: Pushes
  mailer: Mailer | null
  addresses: Addresses
  clock: Clock
  log: Logger
}

/** What a delivery is judged by when it is about to be sent. */
type Now = {
  record: ConversationRecord
  team: Team
  settings: NotificationSettings
  rules: NotificationRules
}

export class Notifier {
  readonly #parts: Parts
  readonly #look: () => Promise<void>
  readonly #running = new Set<Promise<void>>()
  /** Sent, but not yet written down as sent: a store that takes no writes must not make a mail a hundred. */
  readonly #sent = new Set<string>()
  #sleeping: { cancel(): void } | null = null
  #isStopped = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#look = oneAtATime(() => this.#run())
  }

  /** Begins to look, and never stops until it is stopped. */
  start(): void {
    this.wake()
  }

  wake(): void {
    if (this.#isStopped) return
    this.#keep(this.#look())
  }

  /** The store tells of every commit of this process here. */
  committed({ workspace, id, change }: Committed): void {
    if (this.#isStopped) return
    const mentions = change.events.flatMap(({ event }) =>
      event.type === 'message' && event.data.mentions !== undefined
        ? event.data.mentions
            .filter((operator) => event.actor.kind !== 'operator' || event.actor.id !== operator)
            .map((operator) => ({ operator, seq: event.seq }))
        : [],
    )
    // Its author has it mailed to everybody.
    const isMailed = change.works.some(({ work }) => work.kind === 'notice')
    if (mentions.length > 0) this.#keep(this.#planMentions(workspace, id, mentions, isMailed))
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#sleeping?.cancel()
    await this.#parts.pushes.close()
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  #keep(work: Promise<void>): void {
    const run = work
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'operators_not_notified'))
      .finally(() => this.#running.delete(run))
    this.#running.add(run)
  }

  async #run(): Promise<void> {
    this.#sleeping?.cancel()
    if (this.#isStopped) return
    try {
      await this.#decideAll()
      await this.#sendAll()
    } finally {
      if (!this.#isStopped) this.#sleeping = this.#parts.clock.after(lookEvery, () => this.wake())
    }
  }

  /** Where nobody could be told of anything, this is one question to the store. */
  async #decideAll(): Promise<void> {
    const { notifications } = this.#parts.line.store
    for (const workspace of await notifications.concerned()) {
      if (this.#isStopped) return
      const rules = await notifications.rules(workspace)
      await this.#decide(workspace, rules, 'first')
      await this.#decide(workspace, rules, 'second')
    }
  }

  async #decide(workspace: WorkspaceId, rules: NotificationRules, stage: Stage): Promise<void> {
    const { store } = this.#parts.line
    const now = this.#parts.clock.now()
    const seconds = stage === 'first' ? rules.notifyAfterSeconds : rules.mailAfterSeconds
    const age = { from: after(now, -newsFor), until: after(now, -seconds * 1_000) }
    const undecided = await store.notifications.undecided(workspace, stage, age)
    if (undecided.length === 0) return
    const [team, wishes, sights, subscriptions] = await Promise.all([
      store.operators.team(workspace),
      store.notifications.allSettings(workspace),
      store.notifications.sights(workspace),
      store.notifications.subscriptions(workspace, null),
    ])
    const around = { team, now, rules, wishes, sights }
    for (const request of undecided) {
      const telling = whomToTell(askedBy(request), stage, around)
      if (telling.kind === 'closed') continue
      const told = telling.kind === 'seen' ? [] : telling.operators
      const about = { kind: 'request' as const, epoch: request.epoch }
      const deliveries = told.flatMap(({ operator, byPush, byMail }) =>
        waysTo(operator, subscriptions, { byPush, byMail: byMail && this.#parts.mailer !== null }).map((one) => ({
          ...one,
          about,
        })),
      )
      await store.notifications.decide(workspace, request, stage, deliveries)
    }
  }

  /** They have as long to see it at the desk as they have for a request. */
  async #planMentions(
    workspace: WorkspaceId,
    conversation: ConversationId,
    mentions: readonly { operator: OperatorId; seq: number }[],
    isMailed: boolean,
  ): Promise<void> {
    const { notifications } = this.#parts.line.store
    const [rules, wishes, subscriptions] = await Promise.all([
      notifications.rules(workspace),
      notifications.allSettings(workspace),
      notifications.subscriptions(workspace, null),
    ])
    const deliveries = mentions.flatMap(({ operator, seq }) => {
      const settings = wishes.get(operator) ?? usualSettings
      const byMail = settings.mail.mentions && !isMailed && this.#parts.mailer !== null
      const about = { kind: 'mention' as const, seq }
      return waysTo(operator, subscriptions, { byPush: settings.push !== 'off', byMail }).map((one) => ({
        ...one,
        about,
      }))
    })
    if (deliveries.length === 0) return
    const dueAt = after(this.#parts.clock.now(), rules.notifyAfterSeconds * 1_000)
    await notifications.plan(workspace, conversation, deliveries, dueAt)
  }

  async #sendAll(): Promise<void> {
    const { store } = this.#parts.line
    while (!this.#isStopped) {
      const until = after(this.#parts.clock.now(), leaseOfClaim)
      const claimed = await store.notifications.claim(claimedAtOnce, until)
      await eachAtMost(sentAtOnce, claimed, (delivery) => this.#deliver(delivery))
      if (claimed.length < claimedAtOnce) return
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { notifications } = this.#parts.line.store
    if (this.#isStopped) return
    if (!this.#sent.has(delivery.id)) {
      const outcome = await this.#send(delivery)
      if (outcome === 'later' && this.#isStopped) return
      if (outcome === 'later' && delivery.attempts + 1 < mostTries) {
        const pause = firstPause * 2 ** delivery.attempts
        return notifications.postpone(delivery.id, after(this.#parts.clock.now(), pause))
      }
      this.#sent.add(delivery.id)
    }
    await notifications.done(delivery.id)
    this.#sent.delete(delivery.id)
  }

  async #send(delivery: Delivery): Promise<'done' | 'later'> {
    const found = await this.#find(delivery)
    if (found === null) return 'done'
    return delivery.way.kind === 'mail' ? this.#mail(delivery, found) : this.#push(delivery, delivery.way, found)
  }

  /** Null: they need not be told any more, or do not wish to be now. */
  async #find(delivery: Delivery): Promise<Now | null> {
    const { store } = this.#parts.line
    const { workspace, operator } = delivery
    const [record, team, settings, rules] = await Promise.all([
      store.conversations.find(workspace, delivery.conversation),
      store.operators.team(workspace),
      store.notifications.settings(workspace, operator),
      store.notifications.rules(workspace),
    ])
    const seat = team.seat(operator)
    if (record === null || seat === undefined || !seat.enabled) return null
    if (isQuiet(settings.quietHours, this.#parts.clock.now())) return null
    if (delivery.about.kind === 'request') {
      const { holder, epoch } = record.conversation
      const isWaiting = holder.state === 'operator_requested' && epoch === delivery.about.epoch
      return isWaiting ? { record, team, settings, rules } : null
    }
    const sights = await store.notifications.sights(workspace)
    return isAttentive(seat, sights, delivery.createdAt) ? null : { record, team, settings, rules }
  }

  async #push(
    { workspace, operator, about, conversation }: Delivery,
    { subscription: id }: Extract<Delivery['way'], { kind: 'push' }>,
    found: Now,
  ): Promise<'done' | 'later'> {
    const { store } = this.#parts.line
    if (found.settings.push === 'off') return 'done'
    const subscriptions = await store.notifications.subscriptions(workspace, operator)
    const subscription = subscriptions.find((one) => one.id === id)
    if (subscription === undefined) return 'done'
    const language = (await store.operators.find(workspace, operator))?.language ?? null
    const news = await this.#newsOf(workspace, conversation, about, found)
    const outcome = await this.#parts.pushes.send(subscription, pushOf(news, isFull(found), language))
    if (outcome === 'gone') await store.notifications.unsubscribe(workspace, operator, id)
    return outcome === 'later' ? 'later' : 'done'
  }

  async #mail(delivery: Delivery, found: Now): Promise<'done' | 'later'> {
    const { line, mailer, addresses, log } = this.#parts
    const { workspace, conversation, operator: id, about } = delivery
    const [operator, at] = await Promise.all([
      line.store.operators.find(workspace, id),
      line.store.workspaces.find(workspace),
    ])
    if (mailer === null || operator === null || at === null) return 'done'
    const news = await this.#newsOf(workspace, conversation, about, found)
    const mail = mailOf(news, isFull(found), {
      to: operator.email,
      workspace: at.name,
      conversation: addresses.to(conversation),
      settings: addresses.settings(),
      language: operator.language,
    })
    try {
      // Under the same id at every try.
      await mailer.send(mail, `notification-${delivery.id.replaceAll(' ', '-')}`)
      return 'done'
    } catch (error) {
      log.warn({ err: error, notification: delivery.id }, 'mail_not_sent')
      return 'later'
    }
  }

  async #newsOf(
    workspace: WorkspaceId,
    id: ConversationId,
    about: Delivery['about'],
    { record, team }: Now,
  ): Promise<News> {
    const { conversation } = record
    const { holder, contact, variables, lastUserMessage } = conversation
    const group =
      holder.state === 'operator_requested' && holder.group !== null ? team.groupRef(holder.group).name : null
    const news = { conversation: id, contact: nameOfContact(contact, variables.user_name), group }
    if (about.kind === 'request') return { kind: 'request', ...news, said: lastUserMessage }
    const [event] = await this.#parts.line.store.conversations.events(workspace, id, about.seq - 1, 1)
    return { kind: 'mention', ...news, said: event?.type === 'message' ? (event.data.text ?? '') : '' }
  }
}

/** Whether who and what may be told outside of the desk: the operator wishes it, and the workspace allows it. */
function isFull({ settings, rules }: Now): boolean {
  return settings.push === 'full' && rules.showsContent
}

function askedBy({ group, requestedAt, operator, offeredUntil, offersMade }: UndecidedRequest) {
  return { group, requestedAt, operator, offersMade, ...(offeredUntil !== null && { offer: true }) }
}

function waysTo(
  operator: OperatorId,
  subscriptions: readonly PushSubscription[],
  { byPush, byMail }: { byPush: boolean; byMail: boolean },
): Omit<NewDelivery, 'about'>[] {
  const devices = byPush ? subscriptions.filter((one) => one.operator === operator) : []
  return [
    ...devices.map(({ id }) => ({ operator, way: { kind: 'push' as const, subscription: id } })),
    ...(byMail ? [{ operator, way: { kind: 'mail' as const } }] : []),
  ]
}
