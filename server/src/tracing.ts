/**
 * [O-08] Traces. Whoever does something worth seeing says `traced`. Only `startTracing` loads what collects and sends
 * them; without it, as is usual, nothing is collected, carried or kept. What people write, and who they are, is in none.
 */
import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import { systemClock } from './clock.ts'
import type { Tracing } from './config.ts'

/** Where a trace stands, in the words of W3C trace context: headers of a request, or kept with what is done later. */
export type TraceContext = Readonly<Record<string, unknown>>

export type About = {
  /** `server` answers somebody, `client` asks another system, `consumer` takes up what was left; else it is a step of our own. */
  kind?: 'server' | 'consumer' | 'client'
  /** What it goes on from; empty: nothing, a trace begins. Left out: what is under way where this is called. */
  from?: TraceContext
  attributes?: Attributes
}

const kinds = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT }
const scope = 'baton'
/** Whoever stops waits no longer than this for the last traces to be taken. Milliseconds. */
const patience = 1_000

let tracer = trace.getTracer(scope)

/** Does the work as one span of a trace. What is traced while it runs, also after it has waited, belongs under it. */
export function traced<T>(
  name: string,
  { kind, from, attributes = {} }: About,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const under = from === undefined ? context.active() : propagation.extract(ROOT_CONTEXT, from)
  const options = { kind: kind === undefined ? SpanKind.INTERNAL : kinds[kind], attributes }
  const span = tracer.startSpan(name, options, under)
  if (!trace.isSpanContextValid(span.spanContext())) return work(span)
  return context.with(trace.setSpan(under, span), async () => {
    try {
      return await work(span)
    } catch (error) {
      failed(span, error instanceof Error ? error.name : 'unknown')
      throw error
    } finally {
      span.end()
    }
  })
}

/** Says that it failed, in one word: a message might repeat what somebody wrote. */
export function failed(span: Span, why: string): void {
  span.setAttribute('error.type', why).setStatus({ code: SpanStatusCode.ERROR })
}

/** Where the trace stands that is under way here; empty when there is none. */
export function traceHere(): Record<string, string> {
  const carrier: Record<string, string> = {}
  propagation.inject(context.active(), carrier)
  return carrier
}

/** The same with the trace that goes on when it is taken up, later and perhaps elsewhere; itself when there is none. */
export function withTrace<Kept extends object>(kept: Kept, here: TraceContext = traceHere()): Kept {
  return Object.keys(here).length === 0 ? kept : { ...kept, trace: here }
}

/** What `withTrace` put in. */
export function traceIn(kept: unknown): TraceContext {
  return isObject(kept) && isObject(kept.trace) ? kept.trace : {}
}

function isObject(value: unknown): value is TraceContext {
  return typeof value === 'object' && value !== null
}

/**
 * From here on, for the whole process, traces are collected and sent; the exporter reads the standard's other variables
 * (headers, time-out, certificates) and the SDK `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`. Spans that cannot be
 * sent wait in a bounded queue, and are dropped beyond it. Where the process brought an SDK along, that one is used.
 */
export async function startTracing(
  { url, share, followsCaller }: Tracing,
  { version, log, exporter }: { version: string; log: Logger; exporter?: SpanExporter },
): Promise<{ stop(): Promise<void> }> {
  const [sdk, { OTLPTraceExporter }, { AsyncLocalStorageContextManager }, { W3CTraceContextPropagator }, resources] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
    ])
  const root = new sdk.TraceIdRatioBasedSampler(share)
  const destination = exporter ?? new OTLPTraceExporter({ url: url.href })
  const provider = new sdk.TracerProvider({
    sampler: followsCaller ? new sdk.ParentBasedSampler({ root }) : root,
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ 'service.name': scope, 'service.version': version }))
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: watched(destination, log) })],
  })
  if (!trace.setGlobalTracerProvider(provider)) return { stop: () => provider.shutdown() }
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  tracer = trace.getTracer(scope)
  return {
    async stop() {
      for (const api of [trace, context, propagation]) api.disable()
      tracer = trace.getTracer(scope)
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = systemClock.after(patience, resolve)
      // Why they were not taken has been logged.
      await Promise.race([provider.shutdown().catch(() => {}), late])
      timer.cancel()
    },
  }
}

/** Logs that traces do not arrive once, and not for every batch; and that they do again. */
function watched(exporter: SpanExporter, log: Logger): SpanExporter {
  let arrives = true
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const { error } = result
        if (error !== undefined && arrives) log.warn({ reason: error.message || error.name }, 'traces_not_sent')
        if (error === undefined && !arrives) log.info('traces_sent_again')
        arrives = error === undefined
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
  }
}
