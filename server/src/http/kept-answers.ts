import { after } from '@baton/core/time'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Asker } from '../access.ts'
import { hashOfBody } from '../secrets.ts'
import type { Reservation } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { invalid, Problem } from './problems.ts'

const day = 24 * 3_600_000
const longestKey = 200
/** Longer than any call that creates something takes; a key that a crash left taken is free after it. */
const longestCall = 30_000
const patience = 10_000
const [firstPause, longestPause] = [20, 1_000]

type Kept = { scope: string; key: string; hash: string }

/**
 * [O-11] `Idempotency-Key` on calls that create: the first answer is kept for a day and given again to the same key and
 * body, by whichever node; another body is refused; a call under way with the same key is waited for.
 */
export function keepAnswers(app: FastifyInstance, baton: Baton): void {
  const { access } = baton.store
  const reserved = new WeakMap<FastifyRequest, Kept>()
  let isStopping = false
  app.addHook('preClose', async () => {
    isStopping = true
  })

  const reserve = async ({ scope, key, hash }: Kept): Promise<Reservation> => {
    const givesUpAt = baton.clock.now() + patience
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      const now = baton.clock.now()
      const reservation = await access.reserveAnswer(scope, key, hash, after(now, longestCall))
      if (reservation.kind !== 'under_way' || isStopping || now >= givesUpAt) return reservation
      await new Promise<void>((resolve) => void baton.clock.after(pause, resolve))
    }
  }

  const look = async (request: FastifyRequest, reply: FastifyReply) => {
    const key = keyOf(request)
    if (key === undefined || request.asker === null) return
    const scope = `${nameOf(request.asker)} ${request.method} ${request.url.split('?')[0]}`
    const kept = { scope, key, hash: hashOfBody(request.body) }
    const reservation = await reserve(kept)
    switch (reservation.kind) {
      case 'yours':
        reserved.set(request, kept)
        return
      case 'answered':
        return reply.code(reservation.answer.status).type('application/json').send(reservation.answer.body)
      case 'other_body':
        throw new Problem(422, { code: 'key_reused', detail: 'This key was used before with another body.' })
      case 'under_way':
        throw new Problem(409, {
          code: 'under_way',
          detail: 'A call with this key is still under way. Ask again.',
          retryAfter: 2,
        })
    }
  }

  const keep = async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const kept = reserved.get(request)
    if (kept === undefined) return
    if (reply.statusCode >= 300 || typeof payload !== 'string') return release(kept)
    const answer = { hash: kept.hash, status: reply.statusCode, body: payload }
    await access.saveAnswer(kept.scope, kept.key, answer, after(baton.clock.now(), day))
  }

  /** Where the store cannot take it now, the key is free when its time is over. */
  const release = async ({ scope, key }: Kept) => {
    try {
      await access.releaseAnswer(scope, key)
    } catch (error) {
      baton.log.warn({ err: error }, 'key_not_released')
    }
  }

  // Only where it is asked for: other calls pay nothing.
  app.addHook('onRoute', (options) => {
    if (options.config?.keepsAnswer) Object.assign(options, { preHandler: look, onSend: keep })
  })
}

/** What the caller names this call by, so that it is done once. */
export function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key === '' || key.length > longestKey)
    throw invalid('Idempotency-Key', 'invalid', 'A key has 1 to 200 characters.')
  return key
}

export function nameOf(asker: Asker): string {
  if (asker.kind === 'operator') return `operator ${asker.operator}`
  return asker.kind === 'program' ? `key ${asker.key}` : `contact ${asker.workspace.id} ${asker.contact}`
}
