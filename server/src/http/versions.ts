import { asId, type BotId } from '@baton/core/ids'
import { toRfc3339 } from '@baton/core/time'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { botTemplates } from '../bot-templates.ts'
import type { AuditRecord, Workspace } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { notFound } from './problems.ts'
import { theBot, theBotId } from './resolve.ts'
import { route } from './route.ts'
import { body, limit, params } from './schemas.ts'

/** So often the audit log is looked further back for who published what: it may be long. */
const mostLooks = 20
const recordsAtOnce = 200

/** [FL-1] What was live before: versions never change, and each can be read again. */
export function versionRoutes(app: FastifyInstance, baton: Baton): void {
  route(app, {
    method: 'GET',
    url: '/bots/:bot/versions',
    policy: 'operator',
    tag: 'Bots',
    summary: 'The published versions of a bot, newest first, with who published them and when',
    params: params('bot'),
    query: body({ limit, cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$' })) }),
    async handle({ asker, params, query: { limit: size = 50, cursor } }) {
      const { workspace } = asker
      const bot = await theBot(baton, workspace, params.bot)
      const before = cursor === undefined ? null : Number(cursor)
      const found = await baton.store.bots.versions(bot.id, before, size + 1)
      const page = found.slice(0, size)
      const published = await publishedIn(baton, workspace, bot.id, new Set(page))
      const nameOf = await namer(baton, workspace)
      return {
        items: page.map((version) => {
          const record = published.get(version)
          return {
            version,
            isLive: version === bot.live,
            publishedAt: record === undefined ? null : toRfc3339(record.at),
            publishedBy: record === undefined ? null : nameOf(record.actor),
          }
        }),
        nextCursor: found.length > size ? String(page.at(-1)) : null,
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/bot-templates',
    policy: 'operator',
    tag: 'Bots',
    summary: 'Bots to begin with, with their documents',
    handle: async () => ({ items: await botTemplates() }),
  })
  route(app, {
    method: 'GET',
    url: '/bots/:bot/versions/:version',
    policy: 'operator',
    tag: 'Bots',
    summary: 'One published version with its document',
    params: params('bot', 'version'),
    async handle({ asker, params }) {
      const bot = await theBotId(baton, asker.workspace, params.bot)
      const version = /^[1-9][0-9]{0,8}$/.test(params.version) ? Number(params.version) : null
      const document = version === null ? null : await baton.store.bots.version(bot, version)
      if (document === null) throw notFound('version')
      return { version, document }
    },
  })
}

/** The records of when these versions went live; those that stand too far back in the log are left out. */
async function publishedIn(
  { store }: Baton,
  { id }: Workspace,
  bot: BotId,
  wanted: Set<number>,
): Promise<ReadonlyMap<number, AuditRecord>> {
  const found = new Map<number, AuditRecord>()
  const filter = { action: 'bot_published', objects: [bot] }
  let next: number | null = null
  for (let look = 0; look < mostLooks && found.size < wanted.size; look += 1) {
    const page = await store.audit.search(id, filter, next, recordsAtOnce)
    for (const record of page.records) {
      const live = liveIn(record.after)
      if (live !== null && wanted.has(live) && !found.has(live)) found.set(live, record)
    }
    next = page.next
    if (next === null) break
  }
  return found
}

function liveIn(after: unknown): number | null {
  const live = typeof after === 'object' && after !== null && 'live' in after ? after.live : null
  return typeof live === 'number' ? live : null
}

/** Whom an actor of the audit log names; what has no name is said as the log has it. */
async function namer({ store }: Baton, { id }: Workspace): Promise<(actor: string) => string> {
  const [team, keys] = await Promise.all([store.operators.roster(id), store.access.keys(id)])
  return (actor) => {
    const [kind, named = ''] = actor.split(' ', 2)
    if (kind === 'operator') return team.operatorRef(asId(named)).name
    return keys.find((key) => kind === 'key' && key.id === named)?.name ?? actor
  }
}
