import { after } from '@baton/core/time'
import type { FastifyInstance, FastifyRequest } from 'fastify'
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

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (key === undefined || !request.routeOptions.config.keepsAnswer || request.asker === null) return
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
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const kept = keys.get(request)
    if (kept === undefined || reply.statusCode >= 300 || typeof payload !== 'string') return
    const { scope, key, hash } = kept
    await baton.store.access.saveAnswer(
      scope,
      key,
      { hash, status: reply.statusCode, body: payload },
      after(baton.clock.now(), day),
    )
  })

  app.addHook('onResponse', async (request) => keys.get(request)?.finish())
}

function nameOf(asker: Asker): string {
  if (asker.kind === 'operator') return `operator ${asker.operator}`
  return asker.kind === 'program' ? `key ${asker.key}` : `contact ${asker.contact}`
}
