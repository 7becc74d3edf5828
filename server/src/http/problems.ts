/** Errors as RFC 9457 problem documents: what happened in words, a code for programs, and the place where there is one. */
export type FieldError = { path: string; code: string; message: string }

export type ProblemOptions = {
  code: string
  detail?: string
  errors?: FieldError[]
  owner?: { id: string; name: string } | null
  /** Seconds, for `Retry-After`. */
  retryAfter?: number
  extra?: Record<string, unknown>
}

const titles: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Who are you?',
  403: 'Not allowed',
  404: 'Not found',
  405: 'No such method here',
  409: 'Conflict',
  410: 'Gone',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not a supported form',
  422: 'Not valid',
  429: 'Too many requests',
  500: 'Something went wrong here',
  503: 'Not now',
}

/** Thrown by routes to answer with a problem; never for bugs. */
export class Problem extends Error {
  readonly status: number
  readonly options: ProblemOptions

  constructor(status: number, options: ProblemOptions) {
    super(options.detail ?? titles[status] ?? options.code)
    this.status = status
    this.options = options
  }
}

export function problemBody(problem: Problem, instance: string): Record<string, unknown> {
  const { code, detail, errors, owner, extra } = problem.options
  return {
    type: `urn:baton:problem:${code}`,
    title: titles[problem.status] ?? 'Error',
    status: problem.status,
    detail: detail ?? titles[problem.status] ?? code,
    instance,
    code,
    ...(errors === undefined ? {} : { errors }),
    ...(owner ? { owner } : {}),
    ...extra,
  }
}

export function notFound(what: string): Problem {
  return new Problem(404, { code: 'not_found', detail: `There is no such ${what}.` })
}

/** One field that was understood but cannot be. */
export function invalid(path: string, code: string, message: string): Problem {
  return new Problem(422, { code: 'invalid', detail: message, errors: [{ path, code, message }] })
}

export function forbidden(detail: string): Problem {
  return new Problem(403, { code: 'forbidden', detail })
}
