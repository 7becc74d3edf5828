import { after } from '@baton/core/time'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Asker } from '../access.ts'
import { hashOfBody } from '../secrets.ts'
import type { Baton } from './baton.ts'
import { invalid, Problem } from './problems.ts'

const day = 24 * 3_600_000
const longestKey = 200

/**
 * [O-11] `Idempotency-Key` on calls that create: the first answer is kept for a day and given again to the same key and
 * body; another body is refused; a call under way with the same key is waited for.
 */
export function keepAnswers(app: FastifyInstance, baton: Baton): void {
  const underWay = new Map<string, Promise<void>>()
  const keys = new WeakMap<FastifyRequest, { scope: string; key: string; hash: string; finish: () => void }>()

  const look = async (request: FastifyRequest, reply: FastifyReply) => {
    const key = request.headers['idempotency-key']
    if (key === undefined || request.asker === null) return
    if (typeof key !== 'string' || key === '' || key.length > longestKey)
      throw invalid('Idempotency-Key', 'invalid', 'A key has 1 to 200 characters.')
    const scope = `${nameOf(request.asker)} ${request.method} ${request.url.split('?')[0]}`
    const hash = hashOfBody(request.body)
    const mark = `${scope}\n${key}`
    while (underWay.has(mark)) await underWay.get(mark)
    const kept = baton.store.access.findAnswer(scope, key)
    if (kept !== null) {
      if (kept.hash !== hash)
        throw new Problem(422, { code: 'key_reused', detail: 'This key was used before with another body.' })
      return reply.code(kept.status).type('application/json').send(kept.body)
    }
    let settle = () => {}
    underWay.set(mark, new Promise((resolve) => (settle = resolve)))
    keys.set(request, {
      scope,
      key,
      hash,
      finish() {
        underWay.delete(mark)
        settle()
      },
    })
  }

  const keep = async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const kept = keys.get(request)
    if (kept === undefined || reply.statusCode >= 300 || typeof payload !== 'string') return
    const { scope, key, hash } = kept
    await baton.store.access.saveAnswer(
      scope,
      key,
      { hash, status: reply.statusCode, body: payload },
      after(baton.clock.now(), day),
    )
  }

  const finish = async (request: FastifyRequest) => keys.get(request)?.finish()

  // Only where it is asked for: other calls pay nothing.
  app.addHook('onRoute', (options) => {
    if (options.config?.keepsAnswer) Object.assign(options, { preHandler: look, onSend: keep, onResponse: finish })
  })
}

function nameOf(asker: Asker): string {
  if (asker.kind === 'operator') return `operator ${asker.operator}`
  return asker.kind === 'program' ? `key ${asker.key}` : `contact ${asker.contact}`
}
