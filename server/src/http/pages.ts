import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { asId } from '@baton/core/ids'
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Baton } from './baton.ts'
import { demoPage } from './demo-page.ts'
import { notFound } from './problems.ts'

const deskPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "media-src 'self' https:",
  "connect-src 'self'",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** Files whose names stay the same when what is in them changes. */
const askedForAnew: ReadonlySet<string> = new Set(['worker.js', 'manifest.webmanifest'])

const compressed = /\.(?:br|gz)$/

/** A page goes with its policy, and a browser that is told "not modified" keeps the policy that it had. */
const asWhole = { etag: false, lastModified: false, acceptRanges: false }

/** Names are made from the content; each goes out as the browser takes it, as the build has laid it beside the file. */
const builtFiles = {
  immutable: true,
  maxAge: '365d',
  index: false,
  preCompressed: true,
  globIgnore: ['**/*.br', '**/*.gz'],
  decorateReply: false,
} satisfies Partial<FastifyStaticOptions>

/** Desk, widget and demo site, where they have been built. */
export async function pageRoutes(app: FastifyInstance, baton: Baton): Promise<void> {
  const built = (directory: string | null) => (directory !== null && existsSync(directory) ? directory : null)
  const deskDir = built(baton.config.deskDir)
  const widgetDir = built(baton.config.widgetDir)
  const root = [deskDir, widgetDir].filter((directory) => directory !== null)
  if (root.length === 0) return
  await app.register(fastifyStatic, { root, serve: false, preCompressed: true, cacheControl: false })
  if (widgetDir !== null) await widgetPages(app, baton, widgetDir)
  if (deskDir !== null) await deskPages(app, baton, deskDir)
}

async function deskPages(app: FastifyInstance, baton: Baton, directory: string): Promise<void> {
  await app.register(fastifyStatic, {
    ...builtFiles,
    root: directory,
    wildcard: false,
    setHeaders: (reply, path) => {
      if (askedForAnew.has(basename(path).replace(compressed, ''))) reply.header('cache-control', 'no-cache')
    },
  })
  const show = (request: FastifyRequest, reply: FastifyReply) => {
    const elsewhere = otherNameOfThisMachine(baton, request)
    if (elsewhere !== null) return reply.redirect(elsewhere)
    return reply
      .header('content-security-policy', deskPolicy)
      .header('cache-control', 'no-cache')
      .header('x-frame-options', 'DENY')
      .sendFile('index.html', directory, asWhole)
  }
  app.get('/', { schema: { hide: true } }, (request, reply) => show(request, reply))
  for (const path of [
    '/inbox',
    '/inbox/*',
    '/setup',
    '/setup/*',
    '/designer',
    '/designer/*',
    '/link/*',
    '/figures',
    '/wallboard',
    '/team',
    '/team/*',
    '/profile',
    '/sign-in',
  ])
    app.get(path, { schema: { hide: true } }, (request, reply) => show(request, reply))
}

/** Sessions belong to one exact origin: who opens `localhost` is sent to the address that is configured for this machine. */
function otherNameOfThisMachine(baton: Baton, request: FastifyRequest): string | null {
  const own = new URL(baton.origin())
  const isHere = own.hostname === '127.0.0.1' && request.hostname === 'localhost'
  return isHere ? `${own.origin}${request.url}` : null
}

async function widgetPages(app: FastifyInstance, baton: Baton, directory: string): Promise<void> {
  await app.register(fastifyStatic, { ...builtFiles, root: join(directory, 'assets'), prefix: '/widget/assets/' })
  app.get('/widget.js', { schema: { hide: true } }, (_, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .header('cross-origin-resource-policy', 'cross-origin')
      .sendFile('widget.js', directory),
  )
  app.get<{ Querystring: { bot?: string } }>('/widget/chat', { schema: { hide: true } }, async (request, reply) => {
    const bot = await baton.store.bots.findAnywhere(asId(String(request.query.bot ?? '')))
    if (bot === null) throw notFound('bot')
    const policy = `default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; media-src 'self' https:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; frame-ancestors ${framing(bot.allowedSites)}`
    return reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .sendFile('chat.html', directory, asWhole)
  })
  app.get<{ Querystring: { bot?: string } }>('/demo', { schema: { hide: true } }, async (request, reply) => {
    const { html, policy } = await demoPage(baton, request.query.bot)
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .send(html)
  })
}

/** [S-15] Which sites may show the chat in a frame. */
function framing(allowed: readonly string[]): string {
  return allowed.length === 0 ? '*' : ["'self'", ...allowed].join(' ')
}
