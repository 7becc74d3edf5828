import type { Answer, ModelWork, OutsideWork, WebhookWork } from '@baton/core/flow'
import type { ContactId, ConversationId, EffectId, WorkspaceId } from '@baton/core/ids'
import { after, type Instant } from '@baton/core/time'
import type { Logger } from 'pino'
import { type Clock, every } from '../clock.ts'
import type { Egress, EgressMethod } from '../egress/egress.ts'
import { reached } from '../failpoint.ts'
import type { Mailer } from '../mail.ts'
import type { Model } from '../model/model.ts'
import { readTranscript } from '../model/read-transcript.ts'
import { ScriptRunner } from '../scripts/runner.ts'
import { type PendingWork, StoreUnavailable } from '../store/store.ts'
import { traced, traceIn } from '../tracing.ts'
import { sendWebhook } from '../webhooks.ts'
import type { ConversationLine } from './conversations.ts'
import { oneAtATime } from './one-at-a-time.ts'

const atOnce = 64
const atOncePerWorkspace = 32
const claimedAtOnce = 512
/** What this node has claimed is done by no other for so long, and again while it is being done: a node that died is waited for no longer. */
const leaseOfClaim = 20_000
/** Often enough that a node which stands still for some seconds loses nothing. */
const extendEvery = 5_000
/** Longer than any call takes (S-25): one that hangs all the same is left to others. */
const longestCall = 90_000
const mostTries = 8
/** Work of a node that has ended is found as soon as this. */
const longestSleep = 5_000
/** A store that cannot take the answer is asked again after this; the row is still there. */
const retryAfter = 1_000
/** Longer than any part of sending a mail may take. Then it counts as not sent. */
const longestMail = 60_000
/** Where more was due than there is room for. */
const crowdedSleep = 250

/** Given up: it is done again, here or elsewhere, after the next start. */
type Outcome = 'finished' | 'given_up' | 'parked'
export type Forget = (workspace: WorkspaceId, contact: ContactId) => Promise<void>

/** Addresses of conversations in the desk. */
export type Links = { to(conversation: ConversationId): string; shared(link: SharedLink): Promise<string> }

/** `takesOver`: whoever opens it first takes the conversation; `handsOver`: until its end, and then the bot has it again. */
export type SharedLink = {
  workspace: WorkspaceId
  conversation: ConversationId
  until: Instant
  takesOver: boolean
  handsOver: boolean
}

type Parts = {
  line: ConversationLine
  egress: Egress
  /** Null or left out: mails cannot be sent. */
  mailer?: Mailer | null
  /** Null or left out: no language model is set up. */
  model?: Model | null
  /** Erases a contact; needed where bots may ask for that. */
  forget?: Forget
  /** Left out: there is no desk to lead to. */
  links?: Links
  clock: Clock
  log: Logger
}
type Running = { done: Promise<void>; workspace: WorkspaceId; isCall: boolean; since: Instant }

/**
 * [FL-5] Does what turns wait for, outside any transaction: delays, calls, mails, scripts, answers of models; what they only begin:
 * webhooks, erasures, interactions that start later. Each is a row that ends in the transaction that takes its answer, so
 * after a crash it is done again rather than forgotten.
 */
export class Works {
  readonly #line: ConversationLine
  readonly #egress: Egress
  readonly #mailer: Mailer | null
  readonly #model: Model | null
  readonly #forget: Forget | null
  readonly #links: Links | null
  readonly #scripts = new ScriptRunner()
  readonly #stopping = Promise.withResolvers<'stopped'>()
  readonly #clock: Clock
  readonly #log: Logger
  readonly #running = new Map<EffectId, Running>()
  /** [D-20] What fails again and again is left alone until the next start. */
  readonly #parked = new Set<EffectId>()
  readonly #look: () => Promise<void>
  readonly #extending: { stop(): void }
  #sleeping: { cancel(): void } | null = null
  #isCrowded = false
  #isStopped = false

  constructor(parts: Parts) {
    this.#line = parts.line
    this.#egress = parts.egress
    this.#mailer = parts.mailer ?? null
    this.#model = parts.model ?? null
    this.#forget = parts.forget ?? null
    this.#links = parts.links ?? null
    this.#clock = parts.clock
    this.#log = parts.log
    this.#look = oneAtATime(() => this.#claim())
    this.#extending = every(parts.clock, extendEvery, () => this.#extend())
    this.#line.onWork(() => this.wake())
  }

  /** Looks for what is due; also what was left when this process, or another node, ended. */
  wake(): void {
    // Whoever finds no room comes back by the clock: otherwise each end of a call would claim everything that waits.
    if (this.#isStopped || this.#isCrowded) return
    void this.#look()
  }

  /** Starts nothing more, and waits for what is running. Calls that are under way are given up: they are done again. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#sleeping?.cancel()
    const left = [...this.#running.keys()]
    this.#stopping.resolve('stopped')
    await Promise.all([this.#egress.close(), this.#model?.close(), this.#scripts.close()])
    await this.#look()
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done))
    this.#extending.stop()
    await this.#release(left)
  }

  async #claim(): Promise<void> {
    this.#sleeping?.cancel()
    if (this.#isStopped) return
    try {
      const { works } = this.#line.store
      const known = new Set([...this.#running.keys(), ...this.#parked])
      const asked = this.#clock.now()
      const claimed = await works.claim(claimedAtOnce, known, after(this.#clock.now(), leaseOfClaim))
      if (claimed.length > 0) reached('after work claim')
      const left = claimed.filter((work) => !this.#start(work))
      this.#isCrowded = left.length > 0 && !this.#isStopped
      await this.#release(left.map(({ id }) => id))
      this.#sleep(this.#isCrowded ? crowdedSleep : await this.#untilDue(asked))
    } catch (error) {
      this.#log.warn({ err: error }, 'works_not_claimed')
      this.#sleep(retryAfter)
    }
  }

  /** [FL-5] A call may take longer than a claim lasts. One that cannot be extended may be made twice: its answer counts once. */
  async #extend(): Promise<void> {
    const now = this.#clock.now()
    const running = [...this.#running].filter(([, { since }]) => now - since < longestCall).map(([id]) => id)
    if (running.length === 0) return
    try {
      await this.#line.store.works.extend(running, after(now, leaseOfClaim))
    } catch (error) {
      this.#log.warn({ err: error }, 'works_not_extended')
    }
  }

  /** A claim that cannot be given back lapses. */
  async #release(ids: readonly EffectId[]): Promise<void> {
    if (ids.length === 0) return
    try {
      await this.#line.store.works.release(ids)
    } catch (error) {
      this.#log.warn({ err: error }, 'works_not_released')
    }
  }

  /** Delays end at once. Calls may hang: they are bounded in all and per workspace, so that one holds up no other. */
  #hasRoom({ workspace, work }: PendingWork): boolean {
    if (!isCall(work)) return true
    const calls = [...this.#running.values()].filter(({ isCall }) => isCall)
    return calls.length < atOnce && calls.filter((call) => call.workspace === workspace).length < atOncePerWorkspace
  }

  /** `asked`: when what was due was claimed. */
  async #untilDue(asked: Instant): Promise<number> {
    const next = await this.#line.store.works.nextDueAt()
    if (next === null) return longestSleep
    // What was due by then was claimed by another node, or came in just now; what has become due since is looked for at once.
    return next > asked ? Math.min(Math.max(0, next - this.#clock.now()), longestSleep) : retryAfter
  }

  #sleep(milliseconds: number): void {
    if (this.#isStopped) return
    if (milliseconds === 0) return this.wake()
    this.#sleeping = this.#clock.after(milliseconds, () => {
      this.#isCrowded = false
      this.wake()
    })
  }

  /** False when there is no room for it now. */
  #start(work: PendingWork): boolean {
    if (this.#isStopped || !this.#hasRoom(work)) return false
    const done = this.#traced(work).finally(() => {
      this.#running.delete(work.id)
      this.wake()
    })
    const since = this.#clock.now()
    this.#running.set(work.id, { done, workspace: work.workspace, isCall: isCall(work.work), since })
    return true
  }

  #traced(work: PendingWork): Promise<void> {
    const { kind } = work.work
    const about = { kind: 'consumer' as const, from: traceIn(work.work), attributes: { 'baton.work': kind } }
    return traced(`work ${kind}`, about, async (span) => {
      span.setAttribute('baton.outcome', await this.#finish(work))
    })
  }

  /** The call is made once; only the writing of its answer is tried again, until the store takes it. */
  async #finish(work: PendingWork): Promise<Outcome> {
    let answer: Answer | null = null
    for (let tries = 1; !this.#isStopped; tries += 1) {
      try {
        if (work.work.kind === 'forget') return await this.#erase(work)
        answer ??= await this.#answer(work)
        reached('before work done')
        return await this.#tell(work, answer)
      } catch (error) {
        const isPoison = !(error instanceof StoreUnavailable) && tries >= mostTries
        this.#log.error({ err: error, work: work.id, tries }, isPoison ? 'work_parked' : 'work_failed')
        if (isPoison) {
          this.#parked.add(work.id)
          return 'parked'
        }
        await new Promise<void>((resolve) => void this.#clock.after(retryAfter, resolve))
      }
    }
    return 'given_up'
  }

  async #tell(
    { id, workspace: owner, conversation, turn, epoch, work }: PendingWork,
    answer: Answer,
  ): Promise<Outcome> {
    const workspace = await this.#line.store.workspaces.find(owner)
    if (workspace === null || this.#isStopped) return 'given_up'
    await this.#line.run(
      workspace,
      conversation,
      work.kind === 'deadline'
        ? { type: 'meet_deadline', work: { id, epoch }, deadline: work.deadline, group: work.group, since: work.since }
        : { type: 'finish_work', work: { id, turn, epoch }, answer },
    )
    return 'finished'
  }

  #answer(pending: PendingWork): Promise<Answer> {
    const { work } = pending
    switch (work.kind) {
      case 'delay':
      case 'deadline':
      case 'forget':
        return Promise.resolve({ kind: 'due' })
      case 'start':
        return Promise.resolve({ kind: 'start', target: work.target })
      case 'time_out':
        return Promise.resolve({ kind: 'time_out', action: work.action, version: work.version })
      case 'http':
        return this.#call(work)
      case 'mail':
        return this.#mail(work, pending.id)
      case 'notice':
        return this.#notice(work, pending)
      case 'link':
        return this.#share(work, pending)
      case 'link_end':
        return Promise.resolve({ kind: 'link_ended' })
      case 'script':
        return this.#script(work)
      case 'model':
        return this.#askModel(work, pending)
      case 'webhook':
        return this.#webhook(work, pending)
    }
  }

  async #call({ method, url, headers, body, timeoutMs }: Extract<OutsideWork, { kind: 'http' }>): Promise<Answer> {
    const outcome = await this.#egress.request({
      method: method as EgressMethod,
      url,
      headers,
      ...(body === null ? {} : { body }),
      timeoutMs,
    })
    if (outcome.ok) return { kind: 'http', ok: true, status: outcome.status, body: outcome.body }
    return { kind: 'http', ok: false, reason: outcome.reason }
  }

  /** Its row ends with everything else of the conversation; where that is gone, it was done before. */
  async #erase({ workspace, conversation }: PendingWork): Promise<Outcome> {
    if (this.#forget === null) throw new Error('nobody can be forgotten here')
    const record = await this.#line.store.conversations.find(workspace, conversation)
    if (record !== null) await this.#forget(workspace, record.conversation.contact)
    return 'finished'
  }

  async #script({ code, variables, timeoutMs }: Extract<OutsideWork, { kind: 'script' }>): Promise<Answer> {
    const outcome = await this.#scripts.run({ code, variables: JSON.stringify(variables), timeoutMs })
    if (outcome.ok) return { kind: 'script', ok: true, variables: outcome.variables }
    return { kind: 'script', ok: false, reason: outcome.detail }
  }

  async #askModel(work: ModelWork, { workspace, conversation }: PendingWork): Promise<Answer> {
    if (this.#model === null) return { kind: 'model', ok: false, reason: 'no model is set up (BATON_AI_URL)' }
    const said = await readTranscript(this.#line.store.conversations, { workspace, conversation, work })
    return this.#model.answer(work, said)
  }

  async #webhook(work: WebhookWork, { id, conversation }: PendingWork): Promise<Answer> {
    const message = work.message ?? id
    const outcome = await sendWebhook(this.#egress, work, { message, conversation, now: this.#clock.now() })
    if (outcome.ok) return { kind: 'delivered' }
    return { kind: 'undelivered', ...outcome, work: { ...work, message } }
  }

  /** To each of them alone: addresses are nobody else's business. What is not taken is in the log as a note all the same. */
  async #notice(
    { to, subject, text }: Extract<OutsideWork, { kind: 'notice' }>,
    { id, conversation }: PendingWork,
  ): Promise<Answer> {
    const address = this.#links === null ? '' : `\n\n${this.#links.to(conversation)}`
    for (const [index, one] of to.entries())
      await this.#mail(
        { kind: 'mail', to: one, subject, text: `${text}${address}`, replyTo: null },
        `${id}-${index}` as EffectId,
      )
    return { kind: 'delivered' }
  }

  async #share(
    { hours, takesOver, handsOver }: Extract<OutsideWork, { kind: 'link' }>,
    { workspace, conversation }: PendingWork,
  ): Promise<Answer> {
    if (this.#links === null) return { kind: 'link', url: '' }
    const until = after(this.#clock.now(), hours * 3_600_000)
    return { kind: 'link', url: await this.#links.shared({ workspace, conversation, until, takesOver, handsOver }) }
  }

  async #mail({ to, subject, text, replyTo }: Extract<OutsideWork, { kind: 'mail' }>, id: EffectId): Promise<Answer> {
    if (this.#mailer === null) return { kind: 'mail', ok: false, reason: 'no mail server is set up (BATON_SMTP_URL)' }
    const late = Promise.withResolvers<'late'>()
    const timer = this.#clock.after(longestMail, () => late.resolve('late'))
    try {
      const sent = this.#mailer.send({ to, subject, text, replyTo }, id)
      const ended = await Promise.race([sent, late.promise, this.#stopping.promise])
      return ended === undefined ? { kind: 'mail', ok: true } : { kind: 'mail', ok: false, reason: 'it took too long' }
    } catch (error) {
      this.#log.warn({ err: error, work: id }, 'mail_not_sent')
      return { kind: 'mail', ok: false, reason: 'the mail server did not take it' }
    } finally {
      timer.cancel()
    }
  }
}

/** What may hang, and so is bounded. */
function isCall({ kind }: OutsideWork): boolean {
  return !quick.includes(kind)
}

const quick: readonly OutsideWork['kind'][] = ['delay', 'deadline', 'start', 'time_out', 'link', 'link_end']
