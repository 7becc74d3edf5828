import type { Value } from '@baton/core/conversation'

/** What came back, as JSON where it is; otherwise the text itself. */
export function readBody(body: string): Value {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** Splits `data.items[0].name` or `/data/items/0/name` into its steps; null when it is neither. */
export function pathSteps(path: string): string[] | null {
  if (path === '') return []
  if (path.startsWith('/'))
    return path
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const dotted = path.replace(/\[(\d+)\]/g, '.$1').replace(/^\./, '')
  const steps = dotted.split('.')
  return steps.some((step) => step === '' || /[[\]]/.test(step)) ? null : steps
}

/** What stands at a path; undefined when there is nothing. */
export function readPath(value: Value, path: string): Value | undefined {
  let found: Value | undefined = value
  for (const step of pathSteps(path) ?? []) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = Array.isArray(found) ? found[Number(step)] : found[step]
  }
  return found
}
