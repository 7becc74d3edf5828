import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { type AllowList, parseAllowList } from './egress/allow-list.ts'

/** What the environment says, read once. */
export type Config = {
  port: number
  host: string
  dataDir: string
  /** PostgreSQL for several nodes; null: the embedded database in `dataDir`. */
  databaseUrl: string | null
  /** Most connections to PostgreSQL of this process. */
  databasePool: number
  /** Redis, over which nodes hint at news; null: they look for themselves. */
  redisUrl: string | null
  apiKey: string | null
  egressAllow: AllowList
  publicUrl: URL
  trustedProxies: string[]
  /** The first signs, all verify; empty: made on the first start. */
  secretKeys: string[]
  smtpUrl: string | null
  ai: Ai | null
  tracing: Tracing | null
  hasDemo: boolean
  /** How long a process that was told to stop goes on answering while it says that it is not ready, 0 to 5. */
  drainSeconds: number
  /** Where the built desk and widget lie; null: they are not served. */
  deskDir: string | null
  widgetDir: string | null
  version: string
}

/** Where language models are asked, and as whom: what stands before `/chat/completions`. Null where there are none. */
export type Ai = { url: URL; key: string | null }

/** [O-08] Where traces go, and which. Null where they are not wanted. */
export type Tracing = {
  url: URL
  /** Of the traces that begin here, 0 to 1. */
  share: number
  /** Whether a trace that a caller began is kept when the caller keeps it, whatever the share. */
  followsCaller: boolean
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Environment = Record<string, string | undefined>
type Read = <T>(name: string, parse: (value: string) => T, otherwise: T) => T

/** Reads every variable of api.md §6; throws one `ConfigError` that names all that is wrong. */
export function readConfig(environment: Environment): Config {
  const problems: string[] = []
  const read: Read = (name, parse, otherwise) => {
    const value = givenIn(environment, name, problems)
    if (value === null) return otherwise
    try {
      return parse(value)
    } catch (error) {
      problems.push(
        error instanceof Error && error.message.startsWith(name)
          ? error.message
          : `${name}: ${error instanceof Error ? error.message : 'not valid'}`,
      )
      return otherwise
    }
  }
  const port = read('PORT', parsePort, 3000)
  const host = read('HOST', parseHost, '127.0.0.1')
  const config: Config = {
    port,
    host,
    dataDir: read('BATON_DATA_DIR', (value) => value, join(process.cwd(), 'data')),
    databaseUrl: read<string | null>('DATABASE_URL', parseDatabaseUrl, null),
    databasePool: read('BATON_DATABASE_POOL', parsePoolSize, 10),
    redisUrl: read<string | null>('REDIS_URL', parseRedisUrl, null),
    apiKey: read<string | null>('BATON_API_KEY', parseApiKey, null),
    egressAllow: read('BATON_EGRESS_ALLOW', parseAllowList, parseAllowList('')),
    publicUrl: read('BATON_PUBLIC_URL', parsePublicUrl, defaultPublicUrl(host, port)),
    trustedProxies: read('BATON_TRUSTED_PROXIES', (value) => value.split(',').map((entry) => entry.trim()), []),
    secretKeys: read('BATON_SECRET_KEY', parseSecrets, []),
    smtpUrl: read<string | null>('BATON_SMTP_URL', parseSmtpUrl, null),
    ai: readAi(read, problems),
    tracing: readTracing(read),
    hasDemo: read('BATON_DEMO', parseBoolean, true),
    drainSeconds: read('BATON_DRAIN_SECONDS', parseDrain, 0),
    deskDir: environment.BATON_DESK_DIR || null,
    widgetDir: environment.BATON_WIDGET_DIR || null,
    version: packageJson.version,
  }
  if (config.redisUrl !== null && config.databaseUrl === null)
    problems.push('REDIS_URL: only of use to several nodes, which share a DATABASE_URL')
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return config
}

function readAi(read: Read, problems: string[]): Ai | null {
  const url = read<URL | null>('BATON_AI_URL', parseAiUrl, null)
  const key = read<string | null>('BATON_AI_KEY', parseApiKey, null)
  if (key !== null && url === null) problems.push('BATON_AI_KEY: only of use with a BATON_AI_URL')
  return url === null ? null : { url, key }
}

/** [O-08] The variables are those of OpenTelemetry: an endpoint turns traces on, and only then are the others looked at. */
function readTracing(read: Read): Tracing | null {
  const base = read<URL | null>('OTEL_EXPORTER_OTLP_ENDPOINT', parseEndpoint, null)
  const usual = base === null ? null : new URL(`${base.pathname.replace(/\/$/, '')}/v1/traces`, base)
  const url = read<URL | null>('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', parseEndpoint, usual)
  if (url === null) return null
  const sampler = read('OTEL_TRACES_SAMPLER', parseSampler, 'parentbased_always_on')
  const whole = sampler.endsWith('always_on') ? 1 : 0
  const share = sampler.endsWith('traceidratio') ? read('OTEL_TRACES_SAMPLER_ARG', parseShare, 1) : whole
  return { url, share, followsCaller: sampler.startsWith('parentbased_') }
}

/** These may lie in a file instead, whose path `NAME_FILE` gives: the environment of a process is easier to read than a file. */
const fromFiles: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'BATON_API_KEY',
  'BATON_SECRET_KEY',
  'BATON_SMTP_URL',
  'BATON_AI_KEY',
])

function givenIn(environment: Environment, name: string, problems: string[]): string | null {
  const value = environment[name] || null
  const path = fromFiles.has(name) ? environment[`${name}_FILE`] || null : null
  if (path === null) return value
  if (value !== null) {
    problems.push(`${name}: set it or ${name}_FILE, not both`)
    return null
  }
  try {
    return readFileSync(path, 'utf8').trim() || null
  } catch {
    problems.push(`${name}_FILE: the file cannot be read`)
    return null
  }
}

/** Listening everywhere is no address that a browser could open. */
function defaultPublicUrl(host: string, port: number): URL {
  const open = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return new URL(`http://${isIP(open) === 6 ? `[${open}]` : open}:${port}`)
}

function parsePort(value: string): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`"${value}" is not a port (0 to 65535)`)
  return port
}

function parseHost(value: string): string {
  if (!/^[A-Za-z0-9.:_-]+$/.test(value)) throw new Error(`"${value}" is not a host name or address`)
  return value
}

function parseApiKey(value: string): string {
  if (value.length > 512 || /\s/.test(value)) throw new Error('a key has at most 512 characters and no spaces')
  return value
}

/** Several, separated by commas, while one follows another (S-37). */
function parseSecrets(value: string): string[] {
  const secrets = value.split(',').map((secret) => secret.trim())
  if (secrets.some((secret) => secret.length < 32)) throw new Error('a secret has at least 32 characters')
  return secrets
}

/** What is wrong with it is said without repeating it: it may hold a password. */
function parseDatabaseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2)
    throw new Error('an address like postgres://user:password@host:5432/database')
  return value
}

function parseRedisUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol))
    throw new Error('an address like redis://host:6379 or rediss://…')
  return value
}

/** Stopping takes ten seconds at the most, with what comes after. */
function parseDrain(value: string): number {
  const seconds = Number(value)
  if (!(seconds >= 0 && seconds <= 5)) throw new Error(`"${value}" is not a number of seconds from 0 to 5`)
  return seconds
}

function parsePoolSize(value: string): number {
  const size = Number(value)
  if (!Number.isInteger(size) || size < 2 || size > 500) throw new Error(`"${value}" is not a number from 2 to 500`)
  return size
}

function parsePublicUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new Error(`"${value}" is not an http or https address`)
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new Error('only scheme, host and port, no path')
  return url
}

function parseSmtpUrl(value: string): string {
  if (!/^smtps?:\/\//.test(value)) throw new Error('an smtp:// or smtps:// address')
  return value
}

/** What is wrong with it is said without repeating it. */
function parseAiUrl(value: string): URL {
  const url = URL.parse(value)
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    `${url.search}${url.hash}${url.username}${url.password}` !== ''
  )
    throw new Error('an address like https://models.example/v1, without a key, a query or /chat/completions')
  return url
}

function parseEndpoint(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw new Error('an http or https address')
  return url
}

function parseSampler(value: string): string {
  if (!/^(parentbased_)?(always_on|always_off|traceidratio)$/.test(value))
    throw new Error(`"${value}" is none of always_on, always_off and traceidratio, alone or after parentbased_`)
  return value
}

function parseShare(value: string): number {
  const share = Number(value)
  if (!(share >= 0 && share <= 1)) throw new Error(`"${value}" is not a number from 0 to 1`)
  return share
}

function parseBoolean(value: string): boolean {
  if (['true', '1', 'yes', 'on'].includes(value)) return true
  if (['false', '0', 'no', 'off'].includes(value)) return false
  throw new Error(`"${value}" is neither true nor false`)
}
