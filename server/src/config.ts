import { isIP } from 'node:net'
import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { type AllowList, parseAllowList } from './egress/allow-list.ts'

/** What the environment says, read once. */
export type Config = {
  port: number
  host: string
  dataDir: string
  apiKey: string | null
  egressAllow: AllowList
  publicUrl: URL
  trustedProxies: string[]
  secretKey: string | null
  smtpUrl: string | null
  hasDemo: boolean
  /** Where the built desk and widget lie; null: they are not served. */
  deskDir: string | null
  widgetDir: string | null
  version: string
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Environment = Record<string, string | undefined>

/** Reads every variable of api.md §6; throws one `ConfigError` that names all that is wrong. */
export function readConfig(environment: Environment): Config {
  const problems: string[] = []
  const read = <T>(name: string, parse: (value: string) => T, otherwise: T): T => {
    const value = environment[name]
    if (value === undefined || value === '') return otherwise
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
    apiKey: read<string | null>('BATON_API_KEY', parseApiKey, null),
    egressAllow: read('BATON_EGRESS_ALLOW', parseAllowList, parseAllowList('')),
    publicUrl: read('BATON_PUBLIC_URL', parsePublicUrl, defaultPublicUrl(host, port)),
    trustedProxies: read('BATON_TRUSTED_PROXIES', (value) => value.split(',').map((entry) => entry.trim()), []),
    secretKey: read<string | null>('BATON_SECRET_KEY', parseSecret, null),
    smtpUrl: read<string | null>('BATON_SMTP_URL', parseSmtpUrl, null),
    hasDemo: read('BATON_DEMO', parseBoolean, true),
    deskDir: environment.BATON_DESK_DIR || null,
    widgetDir: environment.BATON_WIDGET_DIR || null,
    version: packageJson.version,
  }
  for (const later of ['DATABASE_URL', 'REDIS_URL']) {
    if (environment[later])
      problems.push(`${later}: this release runs on one node with the embedded database; leave it unset`)
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return config
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

function parseSecret(value: string): string {
  if (value.length < 32) throw new Error('a secret has at least 32 characters')
  return value
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

function parseBoolean(value: string): boolean {
  if (['true', '1', 'yes', 'on'].includes(value)) return true
  if (['false', '0', 'no', 'off'].includes(value)) return false
  throw new Error(`"${value}" is neither true nor false`)
}
