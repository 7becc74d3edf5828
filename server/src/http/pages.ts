import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { asId } from '@baton/core/ids'
import fastifyStatic from '@fastify/static'
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

/** Desk, widget and demo site, where they have been built. */
export async function pageRoutes(app: FastifyInstance, baton: Baton): Promise<void> {
  const { deskDir, widgetDir } = baton.config
  if (widgetDir !== null && existsSync(widgetDir)) await widgetPages(app, baton, widgetDir)
  if (deskDir !== null && existsSync(deskDir)) await deskPages(app, baton, deskDir)
}

async function deskPages(app: FastifyInstance, baton: Baton, directory: string): Promise<void> {
  const index = await readFile(join(directory, 'index.html'), 'utf8')
  await app.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    index: false,
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    setHeaders: (reply, path) => {
      if (askedForAnew.has(basename(path))) reply.header('cache-control', 'no-cache')
    },
  })
  const show = (request: FastifyRequest, reply: FastifyReply) => {
    const elsewhere = otherNameOfThisMachine(baton, request)
    if (elsewhere !== null) return reply.redirect(elsewhere)
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', deskPolicy)
      .header('cache-control', 'no-cache')
      .header('x-frame-options', 'DENY')
      .send(index)
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
  const chat = await readFile(join(directory, 'chat.html'), 'utf8')
  const loader = await readFile(join(directory, 'widget.js'), 'utf8')
  const assets = join(directory, 'assets')
  await app.register(fastifyStatic, {
    root: assets,
    prefix: '/widget/assets/',
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    index: false,
  })
  app.get('/widget.js', { schema: { hide: true } }, (_, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(loader),
  )
  app.get<{ Querystring: { bot?: string } }>('/widget/chat', { schema: { hide: true } }, async (request, reply) => {
    const bot = await baton.store.bots.findAnywhere(asId(String(request.query.bot ?? '')))
    if (bot === null) throw notFound('bot')
    const policy = `default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; media-src 'self' https:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; frame-ancestors ${framing(bot.allowedSites)}`
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .send(chat)
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
