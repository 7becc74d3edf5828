import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { isAllOk, readinessOf } from '../readiness.ts'
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
    url: '/startupz',
    policy: 'public',
    tag: 'Running',
    summary: 'The process has come up; asks nothing else',
    handle: () => ({ status: 'ok' }),
  })
  route(app, {
    method: 'GET',
    url: '/readyz',
    policy: 'public',
    tag: 'Running',
    summary:
      'The next request can be answered: the store answers, its schema is up to date, and the process is not stopping',
    async handle({ reply }) {
      const checks = await readinessOf(baton)
      const isReady = isAllOk(checks)
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'not_ready', checks })
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
