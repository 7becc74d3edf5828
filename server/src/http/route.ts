import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import { type Asker, isAllowed, type Member, originOf, type Policy } from '../access.ts'
import { reached } from '../failpoint.ts'
import type { AuditOrigin } from '../store/store.ts'
import { forbidden, notFound, Problem } from './problems.ts'

declare module 'fastify' {
  interface FastifyRequest {
    asker: Asker | null
  }
  interface FastifyContextConfig {
    policy?: Policy
    keepsAnswer?: boolean
  }
}

type AskerFor<P extends Policy> = P extends 'public'
  ? Asker | null
  : P extends 'contact'
    ? Extract<Asker, { kind: 'contact' }>
    : P extends 'signed_in'
      ? Extract<Asker, { kind: 'operator' }>
      : Member

export type Call<P extends Policy, Params, Query, Body> = {
  asker: AskerFor<P>
  params: Params
  query: Query
  body: Body
  request: FastifyRequest
  reply: FastifyReply
  /** Who did it, for the audit log. */
  origin: AuditOrigin
}

/** Before anything of a request is read: may this caller make this call? A call that declares no policy is nobody's. */
export function enforcePolicy(request: FastifyRequest): void {
  const { policy } = request.routeOptions.config
  if (policy === undefined) {
    if (request.url.startsWith('/api/v1/')) throw notFound('call')
    return
  }
  if (isAllowed(request.asker, policy)) return
  if (request.asker === null)
    throw new Problem(401, {
      code: 'unauthenticated',
      detail: 'Sign in, or send a key as `Authorization: Bearer …`.',
    })
  throw forbidden(policy === 'contact' ? 'This needs a widget session.' : `This needs the role ${policy}.`)
}

const nothing = Type.Object({}, { additionalProperties: false })
type Nothing = typeof nothing

/** What a call documents that adds something, one that begins something, and one that has nothing to say. */
export const created = { 201: Type.Unknown({ description: 'Added' }) }
export const accepted = { 202: Type.Unknown({ description: 'Begun' }) }
export const ended = { 204: Type.Null({ description: 'Done' }) }

const refusal = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  instance: Type.String(),
  code: Type.String(),
  errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), code: Type.String(), message: Type.String() }))),
  owner: Type.Optional(Type.Object({ id: Type.String(), name: Type.String() })),
})
const refused = {
  description: 'Refused, as RFC 9457 has it',
  content: { 'application/problem+json': { schema: refusal } },
}

export type Route<P extends Policy, Params extends TSchema, Query extends TSchema, Body extends TSchema> = {
  method: Extract<HTTPMethods, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>
  url: string
  policy: P
  summary: string
  tag: string
  params?: Params
  query?: Query
  body?: Body
  /** What the description says of the body; JSON when left out. */
  consumes?: 'multipart/form-data'
  /** Documented answers beside the problems every call may give; 200 when left out. */
  answers?: Record<number, TSchema>
  /** [O-11] Whether an `Idempotency-Key` is honoured: the first answer is kept and given again. */
  keepsAnswer?: boolean
  handle(call: Call<P, Static<Params>, Static<Query>, Static<Body>>): unknown
}

/** Declares a call: who may make it, what it takes, what it answers. A route without a policy does not compile. */
export function route<
  P extends Policy,
  Params extends TSchema = Nothing,
  Query extends TSchema = Nothing,
  Body extends TSchema = Nothing,
>(app: FastifyInstance, declared: Route<P, Params, Query, Body>): void {
  const { method, url, policy, summary, tag } = declared
  const takesBody = method !== 'GET' && method !== 'DELETE'
  app.route({
    method,
    url,
    config: { policy, keepsAnswer: declared.keepsAnswer ?? false },
    schema: {
      summary,
      tags: [tag],
      querystring: declared.query ?? nothing,
      ...(declared.params === undefined ? {} : { params: declared.params }),
      ...(declared.consumes === undefined ? {} : { consumes: [declared.consumes] }),
      ...(takesBody ? { body: declared.body ?? nothing } : {}),
      response: { ...(declared.answers ?? { 200: Type.Unknown({ description: 'Done' }) }), default: refused },
      ...(policy === 'public' ? { security: [] } : {}),
    },
    handler: async (request, reply) => {
      const { asker } = request
      const origin =
        asker === null || asker.kind === 'contact'
          ? { actor: 'system', request: request.id }
          : originOf(asker, request.id)
      // The schemas of this very declaration have checked all of it.
      const call = {
        asker,
        params: request.params,
        query: request.query,
        body: request.body,
        request,
        reply,
        origin,
      } as unknown
      const answer = await declared.handle(call as Call<P, Static<Params>, Static<Query>, Static<Body>>)
      reached('before ack')
      return answer
    },
  })
}
