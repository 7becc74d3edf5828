import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { composeProblems } from './compose.ts'
import { haproxyProblems, readHaproxy } from './haproxy.ts'
import { settingsDescribed } from './settings.ts'
import { exchange, read } from './testing.ts'

const surroundings = {
  textOf: (path: string) => {
    const full = join(import.meta.dirname, path)
    return existsSync(full) ? readFileSync(full, 'utf8') : null
  },
  settings: settingsDescribed(read('docs/operations.md')),
  version: JSON.parse(read('package.json')).version,
}
const cluster = read('deploy/compose.yaml')
const single = read('deploy/single.compose.yaml')
const balancer = read('deploy/haproxy.cfg')

describe('[O-02] the compose file of two nodes', () => {
  test('has no fault', () => expect(composeProblems(cluster, surroundings)).toEqual([]))

  test('has two nodes, PostgreSQL 16, Redis 7 and a balancer', () => {
    const { services } = parse(cluster, { merge: true })
    const images = Object.values<{ image: string }>(services).map(({ image }) => image.split('.')[0])
    expect(images.toSorted()).toEqual(['baton:0', 'baton:0', 'baton:0', 'haproxy:3', 'postgres:16-bookworm', 'redis:7'])
  })

  test.each([
    ['services:\n', 'services: [\n', 'Flow sequence in block collection'],
    ['secrets:\n  certificate', 'secret:\n  certificate', '"secret" is no key of a compose file'],
    ['pids_limit: 256', 'pid_limit: 256', 'balancer: "pid_limit" is no key that is used here'],
    ['haproxy:3.0-alpine', 'haproxy', 'balancer: the image "haproxy" is not pinned'],
    ['haproxy:3.0-alpine', 'haproxy:latest', 'balancer: the image "haproxy:latest" is not pinned'],
    ['baton:0.1.0', 'baton:0.0.9', 'node-1: the image is 0.0.9'],
    ['read_only: true', 'read_only: false', 'redis: its root file system is not read-only'],
    ['cap_drop: [ALL]', 'cap_drop: [NET_RAW]', 'node-2: it keeps capabilities'],
    ['no-new-privileges:true', 'label=disable', 'postgres: it may gain privileges'],
    ['test: ["CMD", "pg_isready"', 'test: ["pg_isready"', 'postgres: it has no health check'],
    [
      'redis: { condition: service_healthy }',
      'redis: { condition: service_started }',
      'node-1: it waits for redis with condition service_started',
    ],
    [
      'redis: { condition: service_healthy }',
      'rediss: { condition: service_healthy }',
      'node-1: it waits for rediss, which is no service',
    ],
    ['edge: {}', '', 'balancer: the network edge is not declared'],
    ['database: {}', '', 'postgres: the volume database is not declared'],
    ['redis_conf: { file: ./secrets/redis_conf }', '', 'redis: the secret redis_conf is not declared'],
    ['  edge: {}', '  edge: {}\n  ledge: {}', 'nobody uses the network ledge'],
    ['  database: {}', '  database: {}\n  more: {}', 'nobody uses the volume more'],
    ['  redis_conf: {', '  more: { file: a }\n  redis_conf: {', 'nobody uses the secret more'],
    ['./haproxy.cfg:/usr', './haproxy:/usr', 'balancer: there is no file ./haproxy'],
    ['dockerfile: deploy/Dockerfile', 'dockerfile: Dockerfile', 'node-1: there is no file ../Dockerfile'],
    [
      'secrets: [database_url, redis_url,',
      'secrets: [database_url,',
      'node-1: it reads the secret redis_url without having it',
    ],
    [
      'secrets: [redis_conf]',
      'secrets: [redis_conf, api_key]',
      'redis: it has the secret api_key and does not read it',
    ],
    [
      'DATABASE_URL_FILE: /run/secrets/database_url',
      'DATABASE_URL: postgres://baton:pass@postgres/baton',
      'node-1: DATABASE_URL holds a secret in the open',
    ],
    ['shm_size: 256m', 'ports: ["5432:5432"]', 'postgres: it publishes 5432:5432'],
    ['BATON_DEMO:', 'BATON_DEMOS:', 'node-1: Baton knows no variable BATON_DEMOS'],
    ['stop_grace_period: 30s', 'stop_grace_period: 5s', 'node-1: it is given less time to stop than it may take'],
    ['"/data:uid=10001', '"/more:uid=10001', 'node-1: /data and /tmp are not both mounted'],
    [
      'networks: [edge, front]',
      'networks: [edge, front, egress]',
      'node-1: the proxies it trusts are not the one network',
    ],
    [
      'BATON_TRUSTED_PROXIES: 10.214.7.0/24',
      'BATON_TRUSTED_PROXIES: 10.0.0.0/8',
      'node-1: the proxies it trusts are not the one network',
    ],
  ])('a planted fault is found: %j → %j', (part, other, problem) => {
    expect(composeProblems(exchange(cluster, part, other), surroundings).join('\n')).toContain(problem)
  })
})

describe('[O-01] the compose file of one node', () => {
  test('has no fault', () => expect(composeProblems(single, surroundings)).toEqual([]))

  test('is one service with one volume', () => {
    const { services, volumes } = parse(single)
    expect([Object.keys(services), Object.keys(volumes)]).toEqual([['baton'], ['data']])
  })

  test('only this machine reaches it', () => {
    const problems = composeProblems(exchange(single, '127.0.0.1:3000:3000', '3000:3000'), surroundings)
    expect(problems).toEqual(['baton: it publishes 3000:3000'])
  })
})

describe('the balancer', () => {
  const { services } = parse(cluster, { merge: true })
  const nodes = Object.keys(services).filter((name) => /^node-/.test(name))
  const published: string[] = services.balancer.ports

  test('has no fault', () => expect(haproxyProblems(balancer, { nodes, published })).toEqual([]))

  test('its file is read as sections of lines of words', () => {
    const text = '# a comment\nglobal\n  maxconn 1\nfrontend a # here\n  bind "b c" d#e\n'
    expect(readHaproxy(text)).toEqual([
      { words: ['global'], line: 2, lines: [{ words: ['maxconn', '1'], line: 3 }] },
      { words: ['frontend', 'a'], line: 4, lines: [{ words: ['bind', 'b c', 'd'], line: 5 }] },
    ])
  })

  test.each([
    ['\nbackend nodes', '\nbackends nodes', '"backends" opens no section'],
    ['timeout tunnel', 'timeouts tunnel', '"timeouts" is not known in defaults'],
    ['default_backend nodes', 'default_backend knots', 'there is no backend knots'],
    ['server node-2 node-2:3000\n', '', 'the nodes it knows are not node-1, node-2'],
    ['server node-2 node-2:3000', 'server node-2 node-2:80', 'the nodes it knows are not node-1, node-2'],
    ['GET /readyz', 'GET /livez', 'it does not ask the nodes for /readyz'],
    ['http-check expect status 200', '', 'any answer to the question would do'],
    [' check inter 2s', ' inter 2s', 'it does not ask the nodes at all'],
    ['observe layer7 ', '', 'it does not watch the answers'],
    ['retry-on conn-failure', 'retry-on all-retryable-errors', 'it would send a request twice'],
    ['option redispatch 1', '', 'a request stays with the node that cannot be reached'],
    ['timeout server 60s', 'timeout server 20s', 'an answer may take longer than it waits'],
    ['timeout tunnel 60s', 'timeout tunnel 10s', 'a live connection may be silent for longer than it waits'],
    [' /metrics }', ' }', '/metrics is open to everybody'],
    ['http-request del-header X-Forwarded-For\n', '', 'a stranger may say where a request comes from: X-Forwarded-For'],
    ['unless { ssl_fc }', '', 'http is not led to https'],
    ['bind :8443', 'bind :443', 'it does not listen on 8443, which is published'],
  ])('a planted fault is found: %j → %j', (part, other, problem) => {
    const text = exchange(balancer, part, other)
    expect(haproxyProblems(text, { nodes, published }).join('\n')).toContain(problem)
  })
})
