import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Baton } from './baton.ts'
import { route } from './route.ts'

/** What machines ask: is it alive, is it ready, how is it doing, what can it do. */
export function metaRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/livez',
    policy: 'public',
    tag: 'Running',
    summary: 'The process is alive; asks nothing else',
    handle: () => ({ status: 'ok' }),
  })
  route(app, {
    method: 'GET',
    url: '/readyz',
    policy: 'public',
    tag: 'Running',
    summary: 'The store answers and its schema is up to date',
    handle({ reply }) {
      try {
        baton.store.ping()
        return { status: 'ok', checks: { store: 'ok' } }
      } catch {
        return reply.code(503).send({ status: 'not_ready', checks: { store: 'unreachable' } })
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/metrics',
    policy: 'public',
    tag: 'Running',
    summary: 'Figures for Prometheus',
    answers: { 200: Type.String() },
    async handle({ reply }) {
      const text = await baton.metrics.registry.metrics()
      return reply.type(baton.metrics.registry.contentType).serializer(String).send(text)
    },
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger())
}
