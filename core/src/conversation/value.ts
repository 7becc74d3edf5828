/** [FL-9] Variables of a conversation: named values that a flow reads and writes. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }
export type Variables = Record<string, Value>

/** `depth`: of lists and objects within each other. */
export const limitsOfVariables = { bytes: 64 * 1024, count: 512, depth: 100 } as const

export type VariableRefusal =
  | { kind: 'variable_name_invalid'; variable: string }
  | { kind: 'variable_too_large'; variable: string; bytes: number }
  | { kind: 'variable_too_deep'; variable: string }
  | { kind: 'too_many_variables'; limit: number }

const nameForm = /^[a-z][a-z0-9_]{0,63}$/
const stepForm = /^[A-Za-z0-9_-]{1,64}$/
const forbiddenSteps = new Set(['__proto__', 'constructor', 'prototype'])

/** Splits `favorite.color` into its steps; null when the name is not one of ours. The first step is snake_case. */
export function variablePath(name: string): string[] | null {
  const steps = name.split('.')
  const [root, ...inner] = steps
  if (root === undefined || !nameForm.test(root) || forbiddenSteps.has(root) || steps.length > 8) return null
  return inner.every((step) => stepForm.test(step) && !forbiddenSteps.has(step)) ? steps : null
}

/** Reads a variable, reaching inside JSON values; undefined when there is none. */
export function readVariable(variables: Variables, name: string): Value | undefined {
  let value: Value | undefined = variables
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, Value>)[step]
  }
  return value
}

/** A copy of the variables with one set, which stands last; `null` at the root removes it. Missing objects on the way are made. */
export function withVariable(variables: Variables, name: string, value: Value): Variables {
  const [root, ...inner] = name.split('.')
  if (root === undefined) return variables
  const { [root]: before, ...others } = variables
  if (inner.length === 0 && value === null) return others
  return { ...others, [root]: withInner(before, inner, value) }
}

function withInner(current: Value | undefined, steps: readonly string[], value: Value): Value {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (Array.isArray(current) && /^\d+$/.test(step) && Number(step) <= current.length) {
    const copy = [...current]
    copy[Number(step)] = withInner(current[Number(step)], rest, value)
    return copy
  }
  const holder = typeof current === 'object' && current !== null && !Array.isArray(current) ? current : {}
  return { ...holder, [step]: withInner(holder[step], rest, value) }
}

/** [FL-9] Whether a variable may be set: its name, its depth and size after the change, and how many there are. */
export function checkVariable(variables: Variables, name: string, value: Value): VariableRefusal | null {
  const path = variablePath(name)
  const root = path?.[0]
  if (root === undefined) return { kind: 'variable_name_invalid', variable: name.slice(0, 100) }
  if (isDeeper(value, limitsOfVariables.depth)) return { kind: 'variable_too_deep', variable: name }
  const bytes = sizeOf(path?.length === 1 ? value : (withVariable(variables, name, value)[root] ?? null))
  if (bytes > limitsOfVariables.bytes) return { kind: 'variable_too_large', variable: name, bytes }
  if (!Object.hasOwn(variables, root) && Object.keys(variables).length >= limitsOfVariables.count)
    return { kind: 'too_many_variables', limit: limitsOfVariables.count }
  return null
}

/** Whether lists and objects stand within each other more than so often; asked level by level, for any depth at all. */
export function isDeeper(value: unknown, limit: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
    if (level.length === 0) return false
  }
  return true
}

function sizeOf(value: Value): number {
  if (typeof value !== 'string') return new TextEncoder().encode(JSON.stringify(value)).length
  return value.length * 3 <= limitsOfVariables.bytes ? value.length : new TextEncoder().encode(value).length
}
