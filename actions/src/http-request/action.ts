import type { Value } from '@baton/core/conversation'
import { defineAction, type Effect, next, type Problem, type Step, step } from '@baton/core/flow'
import { type Static, Type } from 'typebox'
import { canPublish, isWebAddress } from '../addresses.ts'
import { checkVariableName, variableField } from '../variables.ts'
import { pathSteps, readBody, readPath } from './answer.ts'

const headerName = "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$"

const mapping = Type.Object(
  {
    path: Type.String({
      maxLength: 500,
      title: 'Path',
      description: 'Where it stands in the answer: data.items[0].name or /data/items/0/name. Empty: the whole answer.',
    }),
    variable: variableField('Where it is kept.'),
  },
  { additionalProperties: false, title: 'Mapping' },
)

const schema = Type.Object(
  {
    method: Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], {
      default: 'GET',
      title: 'Method',
      description: 'GET reads, the others change something.',
      optionTitles: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
    }),
    url: Type.String({
      minLength: 1,
      maxLength: 4_000,
      title: 'Address',
      description: 'https://… Variables are filled in; write {{ name | url_encode }} where they may hold any text.',
      template: true,
    }),
    headers: Type.Optional(
      Type.Record(
        Type.String({ pattern: headerName }),
        Type.String({ maxLength: 4_000, title: 'Header', description: 'The value of one header.', template: true }),
        {
          additionalProperties: false,
          maxProperties: 50,
          title: 'Headers',
          description: 'Names and values that go with the request.',
          template: true,
        },
      ),
    ),
    body: Type.Optional(
      Type.Unsafe<Value>({
        title: 'Body',
        description: 'A text, or an object or list that is sent as JSON. Not for GET. Variables are filled in.',
        template: true,
        multiline: true,
      }),
    ),
    map: Type.Optional(
      Type.Array(mapping, {
        maxItems: 50,
        title: 'Kept from the answer',
        description: 'What is taken out of the answer, and in which variables it is kept.',
      }),
    ),
    timeoutSeconds: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: 60,
        default: 10,
        title: 'Longest wait (seconds)',
        description: 'After that the request counts as failed.',
      }),
    ),
  },
  { additionalProperties: false },
)

type Settings = Static<typeof schema>

export const httpRequest = defineAction({
  type: 'http_request',
  title: 'HTTP request',
  help: 'Asks another system and keeps parts of its answer in variables.',
  group: 'integration',
  schema,
  triggers: ['on_success', 'on_failure'],
  placement: 'anywhere',
  needs: [],
  check: checkRequest,
  run: (settings) => {
    const { method, timeoutSeconds = 10 } = settings
    const url = settings.url.trim()
    if (!isWebAddress(url)) return failed(`"${url.slice(0, 100)}" is no address to ask`)
    const { headers, problems } = usableHeaders(settings.headers ?? {})
    const body = method === 'GET' ? null : bodyOf(settings.body)
    const sent = isJson(settings.body) && body !== null ? withContentType(headers) : headers
    const timeoutMs = Math.round(timeoutSeconds * 1_000)
    return step({ kind: 'wait', work: { kind: 'http', method, url, headers: sent, body, timeoutMs } }, problems)
  },
  resume: (settings, answer) => {
    if (answer.kind !== 'http') return step(next)
    if (!answer.ok) return failed(`the request failed: ${answer.reason}`)
    if (answer.status < 200 || answer.status > 299)
      return failed(`the request was answered with status ${answer.status}`)
    const body = readBody(answer.body)
    const effects = (settings.map ?? []).flatMap((one) => kept(one, readPath(body, one.path)))
    return step({ kind: 'fire', trigger: 'on_success' }, effects)
  },
})

function failed(message: string): Step {
  return step({ kind: 'fire', trigger: 'on_failure' }, [{ kind: 'diagnostic', code: 'http_failed', message }])
}

/** What is not there empties the variable: a value of an earlier answer must not pass for this one's. */
function kept({ path, variable }: Static<typeof mapping>, value: Value | undefined): Effect[] {
  const set: Effect = { kind: 'set_variable', variable, value: value ?? null }
  if (value !== undefined) return [set]
  return [set, { kind: 'diagnostic', code: 'not_in_answer', message: `the answer has nothing at "${path}"` }]
}

function usableHeaders(given: Record<string, string>): { headers: Record<string, string>; problems: Effect[] } {
  const isUsable = (value: string) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
  const entries = Object.entries(given).map(([name, value]) => [name, value.trim()] as const)
  const problems = entries
    .filter(([, value]) => !isUsable(value))
    .map(
      ([name]): Effect => ({
        kind: 'diagnostic',
        code: 'header_invalid',
        message: `the header "${name}" cannot be sent as it is and was left out`,
      }),
    )
  return { headers: Object.fromEntries(entries.filter(([, value]) => isUsable(value))), problems }
}

function isJson(body: Value | undefined): boolean {
  return body !== undefined && body !== null && typeof body !== 'string'
}

function bodyOf(body: Value | undefined): string | null {
  if (body === undefined || body === null) return null
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function withContentType(headers: Record<string, string>): Record<string, string> {
  const isGiven = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  return isGiven ? headers : { ...headers, 'content-type': 'application/json' }
}

function checkRequest({ method, url, body, map = [] }: Settings): Problem[] {
  const problems: Problem[] = map.flatMap((one, index) => [
    ...checkVariableName(`map[${index}].variable`, one.variable),
    ...(pathSteps(one.path) === null
      ? [{ path: `map[${index}].path`, code: 'invalid', message: 'write it like data.items[0].name' }]
      : []),
  ])
  if (!canPublish(url, isWebAddress))
    problems.push({ path: 'url', code: 'invalid', message: 'must start with https:// or http://' })
  if (method === 'GET' && body !== undefined)
    problems.push({ path: 'body', code: 'not_allowed', message: 'a GET request has no body' })
  return problems
}
