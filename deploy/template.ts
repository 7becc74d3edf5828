/** Prints what template-syntax.ts reads. What Go would quietly print as nothing is an error here. */
import { type Expression, type Node, TemplateError, type Templates } from './template-syntax.ts'

export type TemplateFunction = (...values: unknown[]) => unknown

type World = { templates: Templates; functions: Record<string, TemplateFunction> }
type Scope = { dot: unknown; variables: Map<string, unknown>; outer: Scope | null }

/** Prints a template. `functions` are those beside `and`, `or` and `include`, which are built in. */
export function printTemplate(
  templates: Templates,
  functions: Record<string, TemplateFunction>,
  name: string,
  values: unknown,
): string {
  const nodes = templates.get(name)
  if (nodes === undefined) throw new TemplateError(`there is no template "${name}"`)
  const variables = new Map([['$', values]])
  try {
    return print(nodes, { templates, functions }, { dot: values, variables, outer: null })
  } catch (error) {
    throw new TemplateError(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function print(nodes: Node[], world: World, scope: Scope): string {
  return nodes.map((node) => printNode(node, world, scope)).join('')
}

function printNode(node: Node, world: World, scope: Scope): string {
  if (node.kind === 'text') return node.text
  const value = atLine(node.line, () => evaluate(node.value, world, scope))
  switch (node.kind) {
    case 'print':
      return atLine(node.line, () => printed(value))
    case 'set':
      scope.variables.set(node.name, value)
      return ''
    case 'if':
      return print(isTrue(value) ? node.then : node.otherwise, world, inner(scope))
    case 'with':
      return isTrue(value)
        ? print(node.then, world, inner(scope, { dot: value }))
        : print(node.otherwise, world, inner(scope))
    case 'range': {
      const entries = atLine(node.line, () => entriesOf(value))
      if (entries.length === 0) return print(node.otherwise, world, inner(scope))
      return entries
        .map(([key, item]) => print(node.then, world, inner(scope, { dot: item }, variablesOf(node.names, key, item))))
        .join('')
    }
  }
}

function atLine<Value>(line: number, work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new TemplateError(/^line \d/.test(message) ? message : `line ${line}: ${message}`)
  }
}

function variablesOf([first, second]: string[], key: unknown, item: unknown): [string, unknown][] {
  if (first === undefined) return []
  return second === undefined
    ? [[first, item]]
    : [
        [first, key],
        [second, item],
      ]
}

function inner(outer: Scope, { dot }: { dot: unknown } = outer, variables: [string, unknown][] = []): Scope {
  return { dot, variables: new Map(variables), outer }
}

function evaluate(expression: Expression, world: World, scope: Scope): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'variable':
      return variable(expression.name, scope)
    case 'path': {
      const from = expression.from === null ? scope.dot : evaluate(expression.from, world, scope)
      return expression.fields.reduce(fieldOf, from)
    }
    case 'call':
      return call(expression.name, expression.values, world, scope)
  }
}

function variable(name: string, scope: Scope): unknown {
  for (let place: Scope | null = scope; place !== null; place = place.outer)
    if (place.variables.has(name)) return place.variables.get(name)
  throw new TemplateError(`${name} is not declared`)
}

/** A field that a map lacks is nil; a field of nil is an error, as it is in Go. */
function fieldOf(from: unknown, field: string): unknown {
  if (from === null || typeof from !== 'object' || Array.isArray(from))
    throw new TemplateError(`.${field} of ${from === null || from === undefined ? 'nil' : 'what is no map'}`)
  return (from as Record<string, unknown>)[field] ?? null
}

function call(name: string, values: Expression[], world: World, scope: Scope): unknown {
  if (name === 'and' || name === 'or') return shortCircuit(name, values, world, scope)
  const given = values.map((value) => evaluate(value, world, scope))
  if (name === 'include') return printTemplate(world.templates, world.functions, String(given[0]), given[1])
  const found = Object.hasOwn(world.functions, name) ? world.functions[name] : undefined
  if (found === undefined) throw new TemplateError(`the function ${name} is not known`)
  return found(...given)
}

/** The first value that decides, else the last. */
function shortCircuit(name: 'and' | 'or', values: Expression[], world: World, scope: Scope): unknown {
  let last: unknown = null
  for (const value of values) {
    last = evaluate(value, world, scope)
    if (isTrue(last) === (name === 'or')) return last
  }
  return last
}

/** What a template takes for true: not false, 0, nil, or empty. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined) return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value)
}

function printed(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new TemplateError(`${value === null || value === undefined ? 'nil' : 'a map or list'} is printed`)
}

/** Maps in the order of their keys. */
function entriesOf(value: unknown): [unknown, unknown][] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.map((item, index) => [index, item])
  if (typeof value !== 'object') throw new TemplateError('range over what is no map or list')
  return Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
}
