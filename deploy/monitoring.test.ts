import { describe, expect, test } from 'vitest'
import { metricsDescribed, metricsExported } from './metrics.ts'
import { alertProblems, anchorsOf, dashboardProblems } from './monitoring.ts'
import { type Metric, queryProblems } from './promql.ts'
import { exchange, read } from './testing.ts'

const alerts = read('deploy/alerts.yaml')
const dashboard = read('deploy/dashboard.json')
const operations = read('docs/operations.md')
const metrics = await metricsExported()
const surroundings = { metrics, anchors: anchorsOf(operations) }

describe('a query', () => {
  const few = new Map<string, Metric>([
    ['asked_total', { type: 'counter', labels: ['by'] }],
    ['open', { type: 'gauge', labels: ['group'] }],
    ['took_seconds', { type: 'histogram', labels: ['kind'] }],
  ])

  test.each([
    'sum by (by) (rate(asked_total{by="me",instance=~"a.*"}[5m])) > 0',
    'max by (group) (open) > 0 unless on () sum(increase(asked_total[15m])) > 0',
    'histogram_quantile(0.9, sum by (le, kind) (rate(took_seconds_bucket[5m])))',
    'rate(took_seconds_sum[5m]) / rate(took_seconds_count[5m])',
    'up{job="baton"} == 0',
  ])('%s is good', (query) => expect(queryProblems(query, few)).toEqual([]))

  test.each([
    ['sum(rate(asked_total[5m])', '"sum(rate(asked_total[5m])" is not understood at ""'],
    ['asked', 'asked is not exported'],
    ['open_bucket', 'open_bucket is not exported'],
    ['asked_total{who="me"}', 'asked_total has no label who'],
    ['sum by (kind) (open)', 'nothing has the label kind'],
    ['rate(open[5m])', 'rate of open, which is a gauge'],
    ['histogram_quantile(0.9, sum(rate(took_seconds_bucket[5m])))', 'buckets are added up without "by (le)"'],
  ])('%s: %s', (query, problem) => expect(queryProblems(query, few)).toContain(problem))
})

describe('[O-06] the rules for Prometheus', () => {
  test('have no fault', () => expect(alertProblems(alerts, surroundings)).toEqual([]))

  test.each([
    ['groups:', 'groups: [', 'Flow sequence'],
    ['groups:', 'group:', 'there are no rules'],
    ['alert: BatonNodeGone', 'alert: BatonBusDown', 'BatonBusDown stands there twice'],
    ['alert: BatonNodeGone', 'alert: node_gone', 'node_gone: its name does not say whose it is'],
    ['expr: handoff_bus_healthy == 0', 'expression: handoff_bus_healthy == 0', 'BatonBusDown: it has no expression'],
    ['expr: handoff_bus_healthy == 0', 'expr: handoff_bus_healthy ==', 'is not understood'],
    ['expr: handoff_bus_healthy == 0', 'expr: handoff_bus_well == 0', 'handoff_bus_well is not exported'],
    ['for: 3m', '', 'BatonNodeNotReady: it does not say for how long'],
    ['for: 3m', 'For: 3m', 'BatonNodeNotReady: "For" is no key of a rule'],
    ['for: 3m\n        labels: { severity: ticket }', 'for: 3m', 'its severity is neither page nor ticket'],
    ['summary: A node of Baton does not answer', '', 'BatonNodeGone: it has no summary'],
    ['operations.md#batonnodegone', 'operations.md', 'BatonNodeGone: its description does not lead to what to do'],
    ['#batonnodegone', '#batonbusdown', 'BatonNodeGone: its description does not lead to what to do'],
  ])('a planted fault is found: %j → %j', (part, other, problem) => {
    expect(alertProblems(exchange(alerts, part, other), surroundings).join('\n')).toContain(problem)
  })

  test('what to do is written for each', () => {
    const anchors = anchorsOf(exchange(operations, '### BatonNodeGone', ''))
    expect(alertProblems(alerts, { metrics, anchors })).toContain(
      'BatonNodeGone: docs/operations.md has no heading #batonnodegone',
    )
  })
})

describe('[O-06] the dashboard', () => {
  test('has no fault', () => expect(dashboardProblems(dashboard, surroundings)).toEqual([]))

  test.each([
    ['"panels": [\n    {', '"panels": [], "others": [\n    {', 'there are no panels'],
    ['"id": 2,', '"id": 1,', 'two panels have the id 1'],
    ['"title": "Bus"', '"title": ""', ': it has no title'],
    ['"x": 20', '"x": 21', 'Bus: it does not fit the grid'],
    ['"x": 20', '"x": 19', 'Bus: it lies on Live connections'],
    ['min(handoff_bus_healthy)', 'min(handoff_bus_well)', 'Bus: handoff_bus_well is not exported'],
    ['sum by (author) (', 'sum by (who) (', 'Messages stored: nothing has the label who'],
    [
      'handoff_process_open_fds{instance=~\\"$instance\\"}',
      'handoff_process_open_fds{instance=~\\"$node\\"}',
      'Open files and sockets: there is no variable $node',
    ],
  ])('a planted fault is found: %j → %j', (part, other, problem) => {
    expect(dashboardProblems(exchange(dashboard, part, other), surroundings).join('\n')).toContain(problem)
  })

  test.each([
    ['targets', [], 'Bus: it asks for nothing'],
    ['fieldConfig', {}, 'Bus: it has no unit'],
    ['datasource', { uid: 'mine' }, 'Bus: its data source is not the one that is chosen'],
  ])('a planted fault is found: another %s', (key, value, problem) => {
    const changed = JSON.parse(dashboard)
    changed.panels.find(({ title }: { title: string }) => title === 'Bus')[key] = value
    expect(dashboardProblems(JSON.stringify(changed), surroundings)).toContain(problem)
  })
})

describe('[O-06] the table of metrics', () => {
  const described = [...metricsDescribed(operations)]
  const usual = /^handoff_(?:nodejs|process)_/

  test('holds what the server exports, and nothing else', () => {
    const missing = [...metrics.keys()].filter((name) => !described.includes(name) && !usual.test(name))
    const unknown = described.filter((name) => !metrics.has(name))
    expect({ missing, unknown }).toEqual({ missing: [], unknown: [] })
  })

  test('every metric on the dashboard and in the rules is explained', () => {
    const named = [...`${alerts}${dashboard}`.matchAll(/handoff_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ''),
    )
    expect([...new Set(named)].filter((name) => !described.includes(name))).toEqual([])
  })
})
