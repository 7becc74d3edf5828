import { after } from '@baton/core/time'
import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import { type Clock, every } from './clock.ts'
import { reached } from './failpoint.ts'
import type { OutboxMessage, Store } from './store/store.ts'
import { traced, traceIn } from './tracing.ts'

/** `to`: one address, or several with commas between them. `unsubscribe`: the page on which such mails are turned off. */
export type Mail = {
  to: string
  subject: string
  text: string
  html?: string
  replyTo?: string | null
  unsubscribe?: string
}
export type Mailer = { send(mail: Mail, id: string): Promise<void>; close(): void }

/** Mail through the SMTP server of `BATON_SMTP_URL`; the sender is the URL's `from` parameter, else its user. */
export function smtpMailer(address: string): Mailer {
  const url = new URL(address)
  const from = url.searchParams.get('from') ?? (decodeURIComponent(url.username) || `baton@${url.hostname}`)
  // A server that does not answer must not keep a mail longer than the claim on it lasts.
  const transport = createTransport({
    url: address,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text, html, replyTo, unsubscribe }, id) {
      const reply = replyTo ? { replyTo: addressed(replyTo) } : {}
      const more = {
        ...(html === undefined ? {} : { html }),
        ...(unsubscribe === undefined ? {} : { list: { unsubscribe } }),
      }
      const recipients = to.split(',').map(addressed)
      await transport.sendMail({ from, to: recipients, ...reply, ...more, subject, text, messageId: `<${id}@baton>` })
    },
    close: () => transport.close(),
  }
}

/** An address that is one, whatever stands in it: nothing of it is read as a name, a list or another header. */
function addressed(address: string): { name: string; address: string } {
  return { name: '', address: address.trim() }
}

const interval = 1_000
const batch = 100
/** What this node has claimed is carried by no other for so long. */
const leaseOfClaim = 60_000
/** No mail is begun that might outlast the claim. */
const longestMail = 30_000
const mostTries = 8
const firstPause = 2_000

/** [D-07] [D-20] Carries what was written to the outbox: at least once, in order of writing, parked after eight tries in vain. */
export class Relay {
  readonly #store: Store
  readonly #mailer: Mailer | null
  readonly #clock: Clock
  readonly #log: Logger
  readonly #loop: { stop(): void }
  /** Delivered, but not yet taken out of the outbox: a disk that takes no writes must not make a mail a hundred. */
  readonly #delivered = new Set<number>()
  #running: Promise<void> = Promise.resolve()

  constructor(parts: { store: Store; mailer: Mailer | null; clock: Clock; log: Logger }) {
    this.#store = parts.store
    this.#mailer = parts.mailer
    this.#clock = parts.clock
    this.#log = parts.log
    this.#loop = every(parts.clock, interval, () => this.run())
  }

  /** Carries what is due now; also called by the loop. */
  run(): Promise<void> {
    this.#running = this.#carry().catch((error: unknown) => this.#log.warn({ err: error }, 'outbox_not_carried'))
    return this.#running
  }

  async stop(): Promise<void> {
    this.#loop.stop()
    await this.#running
    this.#mailer?.close()
  }

  async #carry(): Promise<void> {
    const until = after(this.#clock.now(), leaseOfClaim)
    const claimed = await this.#store.outbox.claim(batch, until)
    if (claimed.length > 0) reached('after outbox claim')
    for (const message of claimed) {
      if (this.#clock.now() > after(until, -longestMail)) break
      if (this.#delivered.has(message.position)) continue
      if (await this.#deliver(message)) this.#delivered.add(message.position)
    }
    const carried = [...this.#delivered]
    if (carried.length === 0) return
    reached('before outbox done')
    await this.#store.outbox.done(carried)
    for (const position of carried) this.#delivered.delete(position)
  }

  /** Nobody subscribes to what has changed yet: its delivery is done when there is nobody to deliver it to. */
  async #deliver({ position, topic, payload, attempts }: OutboxMessage): Promise<boolean> {
    if (topic !== 'mail') return true
    const mailer = this.#mailer
    if (mailer === null) return true
    try {
      const about = { kind: 'client' as const, from: traceIn(payload) }
      await traced('mail', about, () => mailer.send(payload as Mail, `outbox-${position}`))
      return true
    } catch (error) {
      this.#log.warn({ err: error, position, attempts }, 'mail_not_sent')
      const pause = firstPause * 4 ** attempts
      await this.#store.outbox.postpone(position, attempts + 1 >= mostTries ? null : after(this.#clock.now(), pause))
      return false
    }
  }
}
