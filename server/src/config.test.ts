import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const secret = 'a'.repeat(32)

describe('configuration from the environment', () => {
  test('[O-03] with nothing set it is one node with the embedded database', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: null,
      redisUrl: null,
      secretKeys: [],
      hasDemo: true,
    })
  })

  test('[O-03] everything that is wrong is said at once, by name, and no secret is repeated', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      REDIS_URL: 'http://:hunter2@cache',
      BATON_SECRET_KEY: 'hunter2',
      BATON_DATABASE_POOL: '1',
      BATON_DEMO: 'perhaps',
    }
    const said = problemsOf(wrong)
    for (const name of Object.keys(wrong)) expect(said).toContain(`${name}:`)
    expect(said.split('\n').length).toBe(Object.keys(wrong).length)
    expect(said).not.toContain('hunter2')
  })

  test('[O-03] a secret may lie in a file; both at once, or a file that is not there, is an error', () => {
    const directory = mkdtempSync(join(tmpdir(), 'baton-config-'))
    const file = join(directory, 'url')
    writeFileSync(file, 'postgres://baton:pw@db/baton\n')
    expect(readConfig({ DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://baton:pw@db/baton')
    expect(problemsOf({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://db/baton' })).toContain('not both')
    expect(problemsOf({ BATON_API_KEY_FILE: join(directory, 'nothing') })).toContain('BATON_API_KEY_FILE: the file')
    rmSync(directory, { recursive: true })
  })

  test('[F33] several secrets may hold at once while one follows another', () => {
    expect(readConfig({ BATON_SECRET_KEY: `${secret}, ${'b'.repeat(40)}` }).secretKeys).toEqual([
      secret,
      'b'.repeat(40),
    ])
    expect(problemsOf({ BATON_SECRET_KEY: `${secret},short` })).toContain('BATON_SECRET_KEY')
  })

  test('[O-03] a language model is off unless its address is given; the key is no part of it and may lie in a file', () => {
    expect(readConfig({}).ai).toBeNull()
    const url = 'http://localhost:11434/v1'
    expect(readConfig({ BATON_AI_URL: url }).ai).toEqual({ url: new URL(url), key: null })
    expect(readConfig({ BATON_AI_URL: url, BATON_AI_KEY: 'sk-1' }).ai?.key).toBe('sk-1')
    expect(problemsOf({ BATON_AI_KEY: 'hunter2' })).toBe('BATON_AI_KEY: only of use with a BATON_AI_URL')
    const wrong = [
      'ftp://x',
      'x',
      'https://a:hunter2@x/v1',
      'https://:hunter2@x/v1',
      'https://x/v1?key=hunter2',
      'https://x/#hunter2',
    ]
    for (const value of wrong) {
      expect(problemsOf({ BATON_AI_URL: value })).toContain('BATON_AI_URL:')
      expect(problemsOf({ BATON_AI_URL: value })).not.toContain('hunter2')
    }
    expect(problemsOf({ BATON_AI_KEY_FILE: '/nowhere', BATON_AI_URL: url })).toContain('BATON_AI_KEY_FILE: the file')
  })

  test('[O-08] an endpoint turns traces on; what else is said of them is looked at only then', () => {
    const tracing = (more: Record<string, string>) => {
      const { url, ...which } = readConfig(more).tracing ?? { url: null }
      return { to: url?.href, ...which }
    }
    const base = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }
    const exact = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in' }
    expect(tracing({ OTEL_TRACES_SAMPLER: 'xray' })).toEqual({ to: undefined })
    expect(tracing(base)).toEqual({ to: 'http://collector:4318/v1/traces', share: 1, followsCaller: true })
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c/otlp/' }).to).toBe('http://c/otlp/v1/traces')
    expect(tracing({ ...base, ...exact, OTEL_TRACES_SAMPLER: 'always_off' })).toEqual({
      to: 'https://traces.example/in',
      share: 0,
      followsCaller: false,
    })
    const some = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }
    expect(tracing({ ...base, ...some })).toMatchObject({ share: 0.1, followsCaller: true })
    const wrong = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10 %' }
    expect(problemsOf({ ...base, ...wrong })).toContain('OTEL_TRACES_SAMPLER_ARG:')
    expect(problemsOf({ ...base, OTEL_TRACES_SAMPLER: 'xray' })).toContain('OTEL_TRACES_SAMPLER:')
    expect(problemsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' })).toContain('OTEL_EXPORTER_OTLP_ENDPOINT:')
  })

  test('[O-03] Redis alone makes no nodes', () => {
    expect(problemsOf({ REDIS_URL: 'redis://cache' })).toContain('DATABASE_URL')
    expect(readConfig({ REDIS_URL: 'redis://cache', DATABASE_URL: 'postgresql://db/baton' })).toMatchObject({
      redisUrl: 'redis://cache',
    })
  })
})

function problemsOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('nothing was wrong')
}
