import { parseDocument as parseYamlDocument } from 'yaml'
import type { BotProblem } from '../api/setup.ts'

export type Parsed =
  | { kind: 'document'; document: Record<string, unknown> }
  | { kind: 'syntax'; line: number; message: string }
  | { kind: 'not_object' }

/** Reads a chatbot as JSON or YAML; what is wrong is named with its line. */
export function parseDocument(source: string): Parsed {
  return /^\s*[{[]/.test(source) ? parseJson(source) : parseYaml(source)
}

function parseJson(source: string): Parsed {
  try {
    return documentIn(JSON.parse(source))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { kind: 'syntax', line: lineOf(source, message), message: shortMessage(message) }
  }
}

function parseYaml(source: string): Parsed {
  const parsed = parseYamlDocument(source, { prettyErrors: true })
  const [problem] = parsed.errors
  if (problem !== undefined) {
    const message = problem.message.split(' at line ')[0] ?? problem.message
    return { kind: 'syntax', line: problem.linePos?.[0].line ?? 1, message }
  }
  try {
    return documentIn(parsed.toJS())
  } catch (error) {
    return { kind: 'syntax', line: 1, message: error instanceof Error ? error.message : String(error) }
  }
}

function documentIn(value: unknown): Parsed {
  return isNamedObject(value) ? { kind: 'document', document: value } : { kind: 'not_object' }
}

export function writeDocument(document: unknown): string {
  return JSON.stringify(document, null, 2)
}

/** Errors prevent publishing, warnings do not. */
export function sorted(problems: readonly BotProblem[]): { errors: BotProblem[]; warnings: BotProblem[] } {
  const isWarning = (problem: BotProblem) => problem.level === 'warning' || problem.level === 'info'
  return { errors: problems.filter((one) => !isWarning(one)), warnings: problems.filter(isWarning) }
}

/** Browsers name the place as a position, as line and column, or only by the text near it. */
function lineOf(source: string, message: string): number {
  const named = /line (\d+)/.exec(message)?.[1]
  if (named !== undefined) return Number(named)
  const position = /position (\d+)/.exec(message)?.[1]
  const at = position === undefined ? source.length : Number(position)
  return source.slice(0, at).split('\n').length
}

function shortMessage(message: string): string {
  return message
    .replace(/ in JSON at position.*$| \(line \d+ column \d+\)$/, '')
    .replace(/, "?(?:\.\.\.)?[\s\S]*" is not valid JSON$/, '')
}

function isNamedObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    'name' in value &&
    typeof value.name === 'string' &&
    value.name.trim() !== ''
  )
}
