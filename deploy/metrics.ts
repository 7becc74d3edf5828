/** What the server exports at `/metrics`, read from one that was started. */
import { startTest } from '../server/src/testing.ts'
import type { Metrics } from './promql.ts'

export async function metricsExported(): Promise<Metrics> {
  await using baton = await startTest()
  const found = baton.baton.metrics.registry.getMetricsAsArray()
  return new Map(found.map((metric) => [metric.name, { type: typeOf(metric), labels: labelsOf(metric) }]))
}

/** The names in the first column of the tables under "Metrics". */
export function metricsDescribed(operations: string): Set<string> {
  const [, section = ''] = operations.split(/^## Metrics$/m)
  const names = section.split(/^## /m)[0]?.matchAll(/^\| `(handoff_\w+)/gm) ?? []
  return new Set([...names].map(([, name = '']) => name))
}

// Both are fields of every metric, though only some of the library's types say so.
function typeOf(metric: object): string {
  return 'type' in metric ? String(metric.type) : metric.constructor.name.toLowerCase()
}

function labelsOf(metric: object): string[] {
  return 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : []
}
