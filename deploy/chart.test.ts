import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Errors } from 'typebox/schema'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Chart, mergeValues, renderChart, type Values } from './chart.ts'
import { type KubernetesObject, objectProblems, readObjects } from './objects.ts'
import { settingsDescribed } from './settings.ts'
import { exchange, filesUnder, read } from './testing.ts'

const folder = 'deploy/chart'
const chart: Chart = new Map(filesUnder(folder).map((path) => [path.slice(folder.length + 1), read(path)]))
const schema = JSON.parse(read(`${folder}/values.schema.json`))
const meta = parse(read(`${folder}/Chart.yaml`))
const version: string = JSON.parse(read('package.json')).version

const served = filesUnder('server/src/http').map((path) => readFileSync(join(import.meta.dirname, '..', path), 'utf8'))
const surroundings = {
  routes: new Set(served.flatMap((text) => [...text.matchAll(/'(\/[a-z]+)'/g)].map(([, path = '']) => path))),
  settings: settingsDescribed(read('docs/operations.md')),
  user: Number(/^USER (\d+):/m.exec(read('deploy/Dockerfile'))?.[1]),
}

const postgres: Values = { publicUrl: 'https://chat.example.com', secret: { name: 'baton' } }
const embedded: Values = { publicUrl: 'https://chat.example.com', database: { mode: 'embedded' }, replicas: 1 }
const everything: Values = {
  ...postgres,
  image: { repository: 'registry.example.com/baton', digest: `sha256:${'0'.repeat(64)}` },
  imagePullSecrets: [{ name: 'registry' }],
  secret: { name: 'baton', keys: { apiKey: 'api-key', smtpUrl: 'smtp-url' } },
  trustedProxies: ['10.0.0.0/8', '192.0.2.1'],
  egressAllow: ['crm.internal'],
  demo: true,
  logLevel: 'debug',
  environment: { BATON_DATABASE_POOL: '20', BATON_DRAIN_SECONDS: '3' },
  service: { type: 'LoadBalancer', port: 8080, annotations: { 'example.com/a': 'yes' } },
  ingress: { enabled: true, className: 'nginx', annotations: { a: 'b' }, host: 'chat.example.com', tlsSecret: 'tls' },
  autoscaling: { enabled: true },
  networkPolicy: { enabled: true, from: [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }] },
  serviceAccount: { name: 'somebody', annotations: { a: 'b' } },
  serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
  prometheusRule: { enabled: true, labels: { release: 'prometheus' } },
  podAnnotations: { a: 'b' },
  podLabels: { team: 'support' },
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'a', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
  priorityClassName: 'high',
}
const claimed: Values = { ...embedded, persistence: { existingClaim: 'old' }, serviceAccount: { create: false } }
const bare: Values = {
  ...postgres,
  replicas: 1,
  secret: { name: 'baton', keys: { redisUrl: '', secretKey: '' } },
  podDisruptionBudget: { enabled: false },
}

function objectsWith(values: Values, files = chart): KubernetesObject[] {
  return [...renderChart(files, values).files.values()].flatMap(readObjects)
}

function schemaErrors(values: Values): string[] {
  const merged = mergeValues(parse(chart.get('values.yaml') ?? ''), values)
  const [, errors] = Errors(schema, merged)
  return errors.map(({ instancePath, message }) => `${instancePath} ${message}`)
}

describe('[O-02] the chart', () => {
  test('is of the release of the package', () => {
    expect(meta).toMatchObject({ apiVersion: 'v2', name: 'baton', version, appVersion: version })
  })

  test.each([
    ['several nodes', postgres, ['Deployment', 'PodDisruptionBudget', 'Service', 'ServiceAccount']],
    ['one node', embedded, ['Service', 'Service', 'ServiceAccount', 'StatefulSet']],
    ['one node on a claim that is there', claimed, ['Service', 'Service', 'StatefulSet']],
    ['one node, PostgreSQL, nothing else', bare, ['Deployment', 'Service', 'ServiceAccount']],
    [
      'everything',
      everything,
      'Deployment HorizontalPodAutoscaler Ingress NetworkPolicy PodDisruptionBudget PrometheusRule Service ServiceAccount ServiceMonitor'.split(
        ' ',
      ),
    ],
  ])('renders %s without a fault', (_, values, kinds) => {
    const objects = objectsWith(values)
    expect(schemaErrors(values)).toEqual([])
    expect(objectProblems(objects, surroundings)).toEqual([])
    expect(objects.map(({ kind }) => kind).toSorted()).toEqual(kinds)
  })

  test('values reach the pods', () => {
    const [pod] = objectsWith(everything).flatMap(({ spec }) => spec?.template ?? [])
    const env = new Map(pod?.spec.containers[0]?.env.map(({ name, value }) => [name, value]))
    expect(Object.fromEntries(env)).toEqual({
      PORT: '3000',
      BATON_PUBLIC_URL: 'https://chat.example.com',
      BATON_DEMO: 'true',
      LOG_LEVEL: 'debug',
      BATON_TRUSTED_PROXIES: '10.0.0.0/8,192.0.2.1',
      BATON_EGRESS_ALLOW: 'crm.internal',
      DATABASE_URL_FILE: '/run/secrets/baton/database-url',
      REDIS_URL_FILE: '/run/secrets/baton/redis-url',
      BATON_SECRET_KEY_FILE: '/run/secrets/baton/secret-key',
      BATON_API_KEY_FILE: '/run/secrets/baton/api-key',
      BATON_SMTP_URL_FILE: '/run/secrets/baton/smtp-url',
      BATON_DATABASE_POOL: '20',
      BATON_DRAIN_SECONDS: '3',
    })
    expect(pod?.spec.containers[0]?.image).toBe(`registry.example.com/baton@sha256:${'0'.repeat(64)}`)
    expect(pod?.metadata.labels).toMatchObject({ team: 'support' })
  })

  test('the rules for Prometheus are those of alerts.yaml', () => {
    const [rule] = objectsWith(everything).filter(({ kind }) => kind === 'PrometheusRule')
    expect(rule?.spec).toEqual(parse(read('deploy/alerts.yaml')))
  })

  test.each([
    ['no address', { secret: { name: 'baton' } }, 'publicUrl must be set'],
    ['two nodes on SQLite', { ...embedded, replicas: 2 }, 'database.mode embedded is one node on one volume'],
    ['SQLite that grows', { ...embedded, autoscaling: { enabled: true } }, 'database.mode embedded is one node'],
    ['no database', { publicUrl: 'https://a.example' }, 'database.mode postgres needs the address of the database'],
    ['no host', { ...postgres, ingress: { enabled: true } }, 'ingress.host must be set'],
  ])('%s is refused, by the templates and by the schema', (_, values: Values, message) => {
    expect(() => renderChart(chart, values)).toThrow(message)
    expect(schemaErrors(values)).not.toEqual([])
  })

  test.each<[string, Values]>([
    ['an unknown value', { ...postgres, replica: 3 }],
    ['the latest image', { ...postgres, image: { tag: 'latest' } }],
    ['a digest that is none', { ...postgres, image: { digest: 'sha256:abc' } }],
    ['a number as text', { ...postgres, replicas: '2' }],
    ['an address with a path', { ...postgres, publicUrl: 'https://a.example/baton' }],
    ['a variable that is no text', { ...postgres, environment: { PORT: 3000 } }],
    ['a volume for many', { ...embedded, persistence: { accessMode: 'ReadWriteMany' } }],
    ['an unknown mode', { ...postgres, database: { mode: 'mysql' } }],
  ])('%s is refused by the schema', (_, values) => expect(schemaErrors(values)).not.toEqual([]))

  test('the notes say how to go on', () => {
    expect(renderChart(chart, postgres).notes).toContain('--selector app.kubernetes.io/instance=chat')
    expect(renderChart(chart, embedded).notes).toContain('chat-baton-0 --container baton -- baton backup')
    expect(renderChart(chart, bare).notes).toContain('There is no Redis')
  })
})

describe('a planted fault is found', () => {
  const pod = 'templates/_pod.tpl'
  const workload = 'templates/workload.yaml'

  test.each<[string, Values, string, string, string, string]>([
    [
      'a name',
      postgres,
      'templates/service-account.yaml',
      'name: {{ include',
      'name: A{{ include',
      'ServiceAccount has the name "Achat-baton"',
    ],
    [
      'two of one name',
      everything,
      'templates/autoscaler.yaml',
      'kind: HorizontalPodAutoscaler',
      'kind: Service',
      'Service chat-baton is there twice',
    ],
    [
      'no labels',
      postgres,
      'templates/service.yaml',
      'labels:\n    {{- include "baton.labels"',
      'labels:\n    {{- include "baton.nothing"',
      'there is no template "baton.nothing"',
    ],
    [
      'root',
      postgres,
      pod,
      'runAsNonRoot: true\n    runAsUser',
      'runAsNonRoot: false\n    runAsUser',
      'the pod may run as root',
    ],
    ['another user', postgres, pod, 'runAsUser: 10001', 'runAsUser: 1000', 'the pod does not run as 10001'],
    ['another group', postgres, pod, 'fsGroup: 10001', 'fsGroup: 0', 'the volume does not belong'],
    ['seccomp', postgres, pod, 'type: RuntimeDefault', 'type: Unconfined', 'the pod has no seccomp profile'],
    [
      'a token',
      postgres,
      pod,
      'automountServiceAccountToken: false',
      'automountServiceAccountToken: true',
      'the pod gets a token',
    ],
    [
      'a token of the account',
      postgres,
      'templates/service-account.yaml',
      'automountServiceAccountToken: false',
      'automountServiceAccountToken: true',
      'the service account hands out its token',
    ],
    [
      'another account',
      postgres,
      pod,
      '{{ include "baton.serviceAccount" . }}',
      'other',
      'the pod uses another service account',
    ],
    [
      'a writable root',
      postgres,
      pod,
      'readOnlyRootFilesystem: true',
      'readOnlyRootFilesystem: false',
      'migrate: its root file system is not read-only',
    ],
    [
      'privileges',
      postgres,
      pod,
      'allowPrivilegeEscalation: false',
      'allowPrivilegeEscalation: true',
      'baton: it may gain privileges',
    ],
    ['capabilities', postgres, pod, 'drop: [ALL]', 'drop: [NET_RAW]', 'baton: it keeps capabilities'],
    ['no limits', postgres, 'values.yaml', 'limits: { memory: 1Gi }', '', 'baton: it says not what it needs'],
    [
      'the latest',
      postgres,
      'templates/_names.tpl',
      '| default .Chart.AppVersion',
      '| default "latest"',
      'the image "baton:latest" is not pinned',
    ],
    [
      'a selector',
      postgres,
      'templates/service.yaml',
      'selector:\n    {{- include "baton.selector" . | nindent 4 }}\n  ports:\n    - name: http',
      'selector: { app: baton }\n  ports:\n    - name: http',
      'the selector of Service finds nothing',
    ],
    [
      'spread by others',
      postgres,
      pod,
      '{{- include "baton.selector" $ | nindent 10 }}',
      'app: other',
      'pods are spread by other labels',
    ],
    [
      'a port',
      postgres,
      pod,
      '- name: http\n          containerPort',
      '- name: web\n          containerPort',
      'a Service leads to the port http, which no container has',
    ],
    [
      'the wrong port',
      postgres,
      pod,
      'containerPort: 3000',
      'containerPort: 8080',
      'baton: it listens on another port than it says',
    ],
    [
      'an ingress to nowhere',
      everything,
      'templates/ingress.yaml',
      'port:\n                  name: http',
      'port:\n                  name: web',
      'the Ingress leads to chat-baton:web',
    ],
    [
      'a monitor of nothing',
      everything,
      'templates/monitoring.yaml',
      '- port: http',
      '- port: web',
      'Prometheus asks the port web',
    ],
    [
      'a policy for nothing',
      everything,
      'templates/network-policy.yaml',
      '- port: http',
      '- port: web',
      'the NetworkPolicy opens the port web',
    ],
    [
      'an unknown variable',
      postgres,
      pod,
      '- name: LOG_LEVEL',
      '- name: LOG_LEVELS',
      'baton: Baton knows no variable LOG_LEVELS',
    ],
    [
      'a value that is no text',
      postgres,
      pod,
      'value: {{ .Values.demo | quote }}',
      'value: {{ .Values.demo }}',
      'baton: a variable is no text',
    ],
    ['a variable twice', { ...postgres, environment: { PORT: '1' } }, pod, 'x', 'x', 'baton: a variable is set twice'],
    [
      'a secret in the open',
      { ...postgres, environment: { DATABASE_URL: 'postgres://a:b@c/d' } },
      pod,
      'x',
      'x',
      'baton: DATABASE_URL holds a secret in the open',
    ],
    [
      'a file that is not there',
      postgres,
      pod,
      'value: /run/secrets/baton/',
      'value: /run/secrets/other/',
      'baton: there is no file /run/secrets/other/redis-url',
    ],
    [
      'a volume that is not there',
      postgres,
      pod,
      '- name: data\n      emptyDir',
      '- name: date\n      emptyDir',
      'baton: there is no volume data',
    ],
    ['nowhere to write', postgres, pod, 'mountPath: /tmp', 'mountPath: /temp', 'baton: /tmp cannot be written'],
    [
      'a probe of the wrong',
      postgres,
      pod,
      'path: /livez',
      'path: /readyz',
      'baton: its livenessProbe does not ask /livez',
    ],
    [
      'a probe of no port',
      postgres,
      pod,
      '/readyz, port: http',
      '/readyz, port: web',
      'baton: its readinessProbe asks the port web',
    ],
    [
      'no time to stop',
      postgres,
      'values.yaml',
      'terminationGracePeriodSeconds: 30',
      'terminationGracePeriodSeconds: 15',
      'baton: it is given less time to stop than it may take',
    ],
    [
      'no pause',
      postgres,
      pod,
      'command: [sleep,',
      'command: [echo,',
      'baton: it stops before everybody has heard of it',
    ],
    ['two on SQLite', embedded, workload, 'replicas: 1', 'replicas: 2', 'SQLite has not one node'],
    ['no Service for the set', embedded, workload, '-pods', '-pod', 'the Service of the StatefulSet is not there'],
    [
      'a budget for one',
      embedded,
      'templates/pod-disruption-budget.yaml',
      '(include "baton.hasSeveral" .)',
      'true',
      'one node has a PodDisruptionBudget',
    ],
    [
      'two who say how many',
      everything,
      workload,
      '{{- if not .Values.autoscaling.enabled }}',
      '{{- if true }}',
      'both the Deployment and the autoscaler say how many',
    ],
    [
      'nothing to scale',
      everything,
      'templates/autoscaler.yaml',
      'kind: Deployment',
      'kind: StatefulSet',
      'what is to be scaled is not there',
    ],
    [
      'an octal number',
      postgres,
      pod,
      'defaultMode: 288',
      'defaultMode: 0440',
      'a value means two things in two versions of YAML',
    ],
    [
      'a yes',
      postgres,
      pod,
      'enableServiceLinks: false',
      'enableServiceLinks: no',
      'a value means two things in two versions of YAML',
    ],
    ['bad YAML', postgres, pod, 'medium: Memory, sizeLimit: 64Mi }', 'medium: Memory', 'Flow map'],
  ])('%s', (_, values, path, part, other, problem) => {
    const text = part === 'x' ? (chart.get(path) ?? '') : exchange(chart.get(path) ?? '', part, other)
    const changed = new Map(chart).set(path, text)
    const found = (): string => objectProblems(objectsWith(values, changed), surroundings).join('\n')
    const told = (() => {
      try {
        return found()
      } catch (error) {
        return String(error)
      }
    })()
    expect(told).toContain(problem)
  })

  test('a probe of what the server does not answer', () => {
    const routes = new Set(['/livez', '/readyz'])
    expect(objectProblems(objectsWith(postgres), { ...surroundings, routes })).toEqual([
      'baton: the server does not answer /startupz',
    ])
  })
})
