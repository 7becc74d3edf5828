import type { Spoken } from '@baton/core/conversation'
import type { Answer, ModelWork } from '@baton/core/flow'
import { after, type Instant } from '@baton/core/time'
import type { Clock } from '../clock.ts'
import type { Ai } from '../config.ts'
import { parseAllowList } from '../egress/allow-list.ts'
import { createEgress, type Egress, type EgressAnswer, type EgressOutcome } from '../egress/egress.ts'
import { readStream } from './answer-stream.ts'
import { correctedDialect, type Dialect, requestFor, usualDialect } from './request.ts'

/** A language model over the protocol of OpenAI's chat completions, which most services and local servers speak. */
export type Model = {
  /** One answer. Never rejects for what a service can do, and takes no longer than `work.timeoutMs`. */
  answer(work: ModelWork, said: readonly Spoken[]): Promise<Answer>
  /** Ends what is under way. */
  close(): Promise<void>
}

/** Of the whole stream: each word of an answer travels in an envelope of some 200 bytes. */
const maxBytes = 4 * 1024 * 1024
const tooManyRequests = 429
/** With these a service says that it does not understand a request. */
const notUnderstood: readonly number[] = [400, 422]
/** Where a service does not say when to come back. */
const usualPause = 1_000
/** Where a service does not count: rather too many than too few. */
const charactersPerToken = 3
const mostDialects = 1_000

/**
 * [S-25] The guarded client of its own: it reaches the one host that the installation names, which may be private, and
 * follows no redirect, so that the key goes nowhere else. What flows reach is not widened by it.
 */
export function createModel({ url, key }: Ai, clock: Clock, egress: Egress = egressTo(url)): Model {
  const address = `${url.href.replace(/\/+$/, '')}/chat/completions`
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  }
  const closing = Promise.withResolvers<void>()

  /** By model, where it is not the usual one: found out by being refused. */
  const dialects = new Map<string, Dialect>()

  const post = (body: string, until: Instant) =>
    egress.request({
      method: 'POST',
      url: address,
      headers,
      body,
      timeoutMs: until - clock.now(),
      maxBytes,
      maxRedirects: 0,
    })

  /** [S-25] A service that is asked too much is asked once more, after the pause that it wants, if there is time for it. */
  async function send(body: string, until: Instant): Promise<EgressOutcome> {
    const outcome = await post(body, until)
    if (!outcome.ok || outcome.status !== tooManyRequests) return outcome
    const pause = pauseIn(outcome)
    if (after(clock.now(), pause) >= until) return outcome
    await Promise.race([new Promise<void>((resolve) => void clock.after(pause, resolve)), closing.promise])
    return post(body, until)
  }

  /** The answer with what was sent for it, or why there is none. */
  async function ask(work: ModelWork, said: readonly Spoken[]): Promise<{ sent: string; answer: string } | string> {
    const until = after(clock.now(), work.timeoutMs)
    for (;;) {
      const dialect = dialects.get(work.model) ?? usualDialect
      const sent = JSON.stringify(requestFor(work, said, dialect))
      const outcome = await send(sent, until)
      if (!outcome.ok) return outcome.reason
      if (outcome.status === 200) return { sent, answer: outcome.body }
      const corrected = notUnderstood.includes(outcome.status) ? correctedDialect(dialect, outcome.body) : null
      if (corrected === null) return `the service answered with status ${outcome.status}`
      if (dialects.size >= mostDialects) dialects.clear()
      dialects.set(work.model, corrected)
    }
  }

  return {
    async answer(work, said) {
      const asked = await ask(work, said)
      if (typeof asked === 'string') return { kind: 'model', ok: false, reason: asked }
      const streamed = readStream(asked.answer)
      if (!streamed.ok) return { kind: 'model', ok: false, reason: streamed.reason }
      const { text, calls, tokens } = streamed
      const written = text.length + calls.reduce((sum, call) => sum + call.arguments.length, 0)
      const used = tokens ?? Math.ceil((asked.sent.length + written) / charactersPerToken)
      const spent = { answers: work.spent.answers + 1, tokens: work.spent.tokens + used }
      return { kind: 'model', ok: true, text, calls, spent }
    },
    async close() {
      closing.resolve()
      await egress.close()
    },
  }
}

function egressTo({ hostname }: URL): Egress {
  return createEgress({ allow: parseAllowList(hostname) })
}

/** Seconds; a service that names a date, or nothing, is given the usual time. */
function pauseIn({ headers }: EgressAnswer): number {
  const wanted = headers['retry-after'] ?? ''
  return /^\d{1,6}$/.test(wanted.trim()) ? Number(wanted) * 1_000 : usualPause
}
