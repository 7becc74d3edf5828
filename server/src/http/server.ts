import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { uniqueText } from '../chance.ts'
import { StoreUnavailable } from '../store/store.ts'
import { failed, traced } from '../tracing.ts'
import { auditRoutes } from './audit.ts'
import { authenticate } from './authenticate.ts'
import type { Baton } from './baton.ts'
import { botRoutes } from './bots.ts'
import { cannedReplyRoutes } from './canned-replies.ts'
import { controlRoutes } from './control.ts'
import { conversationRoutes } from './conversations.ts'
import { downloadRoutes } from './download.ts'
import { draftRoutes } from './drafts.ts'
import { editingRoutes } from './editing.ts'
import { farewellRoutes } from './farewell.ts'
import { figureRoutes } from './figures.ts'
import { fileRoutes } from './files.ts'
import { filterMatchRoutes } from './filter-matches.ts'
import { filterRoutes } from './filters.ts'
import { identityRoutes } from './identity.ts'
import { keepAnswers } from './kept-answers.ts'
import { keyRoutes } from './keys.ts'
import { leftMessageRoutes } from './left-messages.ts'
import { linkRoutes } from './links.ts'
import { openLive } from './live.ts'
import { mentionRoutes } from './mentions.ts'
import { metaRoutes } from './meta.ts'
import { notUnderstoodRoutes } from './not-understood.ts'
import { notificationRoutes } from './notifications.ts'
import { operatorFileRoutes } from './operator-files.ts'
import { pageRoutes } from './pages.ts'
import { presenceRoutes } from './presence.ts'
import { invalid, Problem, problemBody } from './problems.ts'
import { readMarkRoutes } from './read-marks.ts'
import { enforcePolicy } from './route.ts'
import { routingRoutes } from './routing.ts'
import { sessionRoutes } from './session.ts'
import { sharedLinkRoutes } from './shared-links.ts'
import { talkRoutes } from './talk.ts'
import { teamRoutes } from './team.ts'
import { transcriptRoutes } from './transcript.ts'
import { trialRoutes } from './trial.ts'
import { isTooDeep, repairTexts, validatorCompiler } from './validation.ts'
import { versionRoutes } from './versions.ts'
import { visitRoutes } from './visits.ts'
import { whyRoutes } from './why.ts'
import { widgetRoutes } from './widget.ts'
import { widgetSettingsRoutes } from './widget-settings.ts'
import { workspaceRoutes } from './workspace.ts'

const headersOfAll = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' }
const largestBody = 2 * 1024 * 1024
export const largestFile = 10 * 1024 * 1024

/** The HTTP side of the process. Listening is the caller's. */
export async function buildServer(baton: Baton): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    bodyLimit: largestBody,
    logger: false,
    genReqId: uniqueText,
    trustProxy: baton.config.trustedProxies.length > 0 ? baton.config.trustedProxies : false,
    routerOptions: { maxParamLength: 500 },
    // An address that cannot be read never gets as far as the error handler.
    frameworkErrors: (error, request, reply) => answerError(baton, error, request, reply),
    forceCloseConnections: 'idle',
    // What comes in over an open connection while the server stops is still answered, and then let go.
    return503OnClosing: false,
    requestTimeout: 60_000,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(baton, error, request, reply))
  app.setNotFoundHandler(async (request, reply) =>
    send(reply, request, new Problem(404, { code: 'not_found', detail: 'There is nothing at this address.' })),
  )
  readJson(app)
  app.decorateRequest('asker', null)
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: largestFile, files: 1, fields: 10, fieldSize: 10_000 } })
  await app.register(swagger, { openapi: openapiBase(baton) })
  traceCalls(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headersOfAll)
    if (request.url.split('?', 1)[0]?.includes('%00'))
      throw new Problem(400, { code: 'null_character', detail: 'An address holds no null character.' })
    // [O-04] Alive is who has only begun; anything else asks for what the first start makes.
    if (request.routeOptions.url !== '/livez') await baton.hasStarted
    request.asker = await authenticate(baton, request)
    enforcePolicy(request)
  })
  letGoWhenStopping(app)
  keepAnswers(app, baton)
  app.register(
    (api, _options, done) => {
      for (const add of [
        workspaceRoutes,
        teamRoutes,
        routingRoutes,
        botRoutes,
        trialRoutes,
        versionRoutes,
        editingRoutes,
        notUnderstoodRoutes,
        visitRoutes,
        talkRoutes,
        conversationRoutes,
        downloadRoutes,
        controlRoutes,
        operatorFileRoutes,
        cannedReplyRoutes,
        draftRoutes,
        filterRoutes,
        filterMatchRoutes,
        mentionRoutes,
        readMarkRoutes,
        whyRoutes,
        presenceRoutes,
        sharedLinkRoutes,
        sessionRoutes,
        notificationRoutes,
        linkRoutes,
        keyRoutes,
        auditRoutes,
        figureRoutes,
        widgetRoutes,
        widgetSettingsRoutes,
        identityRoutes,
        farewellRoutes,
        transcriptRoutes,
        leftMessageRoutes,
        fileRoutes,
      ])
        add(api, baton)
      done()
    },
    { prefix: '/api/v1' },
  )
  metaRoutes(app, baton)
  await pageRoutes(app, baton)
  openLive(app, baton)
  return app
}

/** [O-08] A call is a span of its caller's trace, until it is answered or given up. Pages, probes and figures are none. */
function traceCalls(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/api/')) return done()
    const { method, headers, id } = request
    const { url: pattern } = request.routeOptions
    const name = pattern === undefined ? method : `${method} ${pattern}`
    const route = pattern === undefined ? {} : { 'http.route': pattern }
    const attributes = { 'http.request.method': method, ...route, 'baton.request': id }
    void traced(name, { kind: 'server', from: headers, attributes }, async (span) => {
      done()
      await new Promise((resolve) => void reply.raw.once('close', resolve))
      if (!reply.raw.writableFinished) return failed(span, 'aborted')
      span.setAttribute('http.response.status_code', reply.statusCode)
      if (reply.statusCode >= 500) failed(span, String(reply.statusCode))
    })
  })
}

/** [D-18] Whoever is answered while the server stops does not keep the connection, which would keep the server. */
function letGoWhenStopping(app: FastifyInstance): void {
  let isStopping = false
  app.addHook('preClose', async () => {
    isStopping = true
  })
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isStopping) reply.header('connection', 'close')
    done(null, payload)
  })
}

/** An empty body is an empty object; one nested beyond reason is refused before anything walks it. */
function readJson(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  // Bytes that are no UTF-8 would be kept as something else than was sent.
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_, bytes, done) => {
    if (bytes.length === 0) return done(null, {})
    try {
      const text = utf8.decode(bytes)
      const value: unknown = JSON.parse(text)
      if (isTooDeep(value))
        done(
          new Problem(422, {
            code: 'too_deep',
            detail: 'This document nests too deep.',
            errors: [{ path: '', code: 'too_deep', message: 'nests deeper than 64' }],
          }),
        )
      else {
        const [place] = repairTexts(text, value)
        if (place === undefined) done(null, value)
        else done(invalid(place, 'null_character', 'A text holds no null character.'))
      }
    } catch (error) {
      done(
        new Problem(400, {
          code: 'not_json',
          detail: `The body is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`,
        }),
      )
    }
  })
  app.addHook('preValidation', (request, _, done) => {
    if (request.body === undefined && !request.isMultipart()) request.body = {}
    done()
  })
}

function answerError(baton: Baton, error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const problem = problemOfError(error)
  if (problem.status >= 500)
    baton.log.error({ err: error, request: request.id, route: request.routeOptions.url }, 'request_failed')
  return send(reply, request, problem)
}

/** [S-30] Whatever was thrown becomes a problem document; what is not ours says nothing of its inside. */
function problemOfError(error: FastifyError | Problem | StoreUnavailable): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StoreUnavailable)
    return new Problem(503, {
      code: 'store_unavailable',
      detail: 'The store cannot take this now. Try again.',
      retryAfter: 2,
    })
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500
  if (status === 413) return new Problem(413, { code: 'too_large', detail: 'The body is larger than this call takes.' })
  if (status === 415)
    return new Problem(415, { code: 'unsupported_media_type', detail: 'Send JSON: `content-type: application/json`.' })
  if (status >= 400 && status < 500) return new Problem(status, { code: 'bad_request', detail: error.message })
  return new Problem(500, {
    code: 'internal',
    detail: 'This is our fault. The log has the details under this request id.',
  })
}

function send(reply: FastifyReply, request: FastifyRequest, problem: Problem) {
  if (problem.options.retryAfter !== undefined) reply.header('retry-after', String(problem.options.retryAfter))
  const instance = `${request.url.split('?')[0]}#${request.id}`
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, instance)))
}

function openapiBase(baton: Baton) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Baton',
      version: baton.config.version,
      description: 'Pass the conversation between chatbot and human without dropping it.',
      license: { name: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        key: { type: 'http' as const, scheme: 'bearer', description: 'An API key, or the token of a widget session.' },
        session: { type: 'apiKey' as const, in: 'cookie' as const, name: 'baton' },
      },
    },
    security: [{ key: [] }, { session: [] }],
  }
}
