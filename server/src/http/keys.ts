import { asId } from '@baton/core/ids'
import { toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import type { Asker } from '../access.ts'
import { newSecret } from '../chance.ts'
import { hashOfSecret } from '../secrets.ts'
import type { ApiKey } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { listQuery, pageOf } from './paging.ts'
import { notFound } from './problems.ts'
import { created, ended, route } from './route.ts'
import { body, params, role, shortText } from './schemas.ts'

export function keyRoutes(app: FastifyInstance, baton: Baton): void {
  const { store, newId, clock } = baton
  route(app, {
    method: 'GET',
    url: '/keys',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'The API keys; the secrets are not kept',
    query: listQuery,
    handle: async ({ asker, query }) => pageOf((await store.access.keys(asker.workspace.id)).map(keyView), query),
  })
  route(app, {
    method: 'POST',
    url: '/keys',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Make a key; it is shown this once',
    body: body({ name: shortText, role }),
    answers: created,
    async handle({ asker, body: { name, role }, origin, reply }) {
      const secret = `bk_${newSecret()}`
      const key: ApiKey = {
        id: newId('key'),
        workspace: asker.workspace.id,
        name,
        role,
        createdAt: clock.now(),
        lastUsedAt: null,
      }
      await store.access.addKey(hashOfSecret(secret), key, origin)
      return reply.code(201).send({ ...keyView(key), key: secret })
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/keys/:key',
    policy: 'admin',
    tag: 'Set-up',
    summary: 'Revoke a key',
    params: params('key'),
    answers: ended,
    async handle({ asker, params, origin, reply }) {
      if (!(await store.access.revokeKey(asker.workspace.id, asId(params.key), origin))) throw notFound('key')
      baton.line.settingsChanged(asker.workspace.id)
      const isIts = (other: Asker) => other.kind === 'program' && other.key === params.key
      baton.hub.endSockets(asker.workspace.id, isIts)
      return reply.code(204).send()
    },
  })
}

function keyView({ id, name, role, createdAt, lastUsedAt }: ApiKey) {
  return {
    id,
    name,
    role,
    createdAt: toRfc3339(createdAt),
    lastUsedAt: lastUsedAt === null ? null : toRfc3339(lastUsedAt),
  }
}
