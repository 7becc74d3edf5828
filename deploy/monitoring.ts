/** What must be true of the alert rules and of the dashboard, as functions over their texts. */
import { parseDocument } from 'yaml'
import { type Metrics, queryProblems } from './promql.ts'

export type MonitoringSurroundings = {
  metrics: Metrics
  /** The anchors of docs/operations.md. */
  anchors: ReadonlySet<string>
}

type Rule = {
  alert?: string
  expr?: string
  for?: string
  labels?: { severity?: string }
  annotations?: { summary?: string; description?: string }
}

type Panel = {
  id?: number
  type?: string
  title?: string
  gridPos?: { x: number; y: number; w: number; h: number }
  datasource?: { uid?: string }
  targets?: { expr?: string; datasource?: { uid?: string } }[]
  fieldConfig?: { defaults?: { unit?: string } }
}

const keysOfRule = ['alert', 'expr', 'for', 'labels', 'annotations']
const columns = 24
/** The variable of the dashboard that says which data source. */
const chosen = /^\$\{datasource\}$/

/** One sentence for each fault, none for good rules. */
export function alertProblems(text: string, { metrics, anchors }: MonitoringSurroundings): string[] {
  const document = parseDocument(text)
  if (document.errors.length > 0) return document.errors.map(({ message }) => message.split('\n')[0] ?? '')
  const { groups = [] } = document.toJS() as { groups?: { name: string; rules: Rule[] }[] }
  const rules = groups.flatMap((group) => group.rules)
  const names = rules.map(({ alert = '' }) => alert)
  return [
    ...(rules.length === 0 ? ['there are no rules'] : []),
    ...twice(names).map((name) => `${name} stands there twice`),
    ...rules.flatMap((rule) =>
      [...ruleProblems(rule, anchors), ...queryProblems(rule.expr ?? '', metrics)].map(
        (problem) => `${rule.alert}: ${problem}`,
      ),
    ),
  ]
}

function ruleProblems(rule: Rule, anchors: ReadonlySet<string>): string[] {
  const { alert = '', expr = '', labels, annotations } = rule
  const problems = Object.keys(rule)
    .filter((key) => !keysOfRule.includes(key))
    .map((key) => `"${key}" is no key of a rule`)
  const require = (isTrue: boolean, problem: string) => void (isTrue || problems.push(problem))
  require(/^Baton[A-Z][A-Za-z]+$/.test(alert), 'its name does not say whose it is')
  require(expr !== '', 'it has no expression')
  require(/^\d+[smh]$/.test(rule.for ?? ''), 'it does not say for how long')
  require(['page', 'ticket'].includes(labels?.severity ?? ''), 'its severity is neither page nor ticket')
  require((annotations?.summary ?? '') !== '', 'it has no summary')
  const [, anchor] = /docs\/operations\.md#([a-z-]+)$/.exec(annotations?.description?.trim() ?? '') ?? []
  require(anchor === alert.toLowerCase(), 'its description does not lead to what to do')
  require(anchor === undefined || anchors.has(anchor), `docs/operations.md has no heading #${anchor}`)
  return problems
}

/** One sentence for each fault, none for a good dashboard. */
export function dashboardProblems(text: string, { metrics }: MonitoringSurroundings): string[] {
  const { panels = [], templating } = JSON.parse(text) as {
    panels?: Panel[]
    templating?: { list?: { name?: string }[] }
  }
  const variables = (templating?.list ?? []).map(({ name }) => name ?? '')
  return [
    ...(panels.length === 0 ? ['there are no panels'] : []),
    ...twice(panels.map(({ id }) => String(id))).map((id) => `two panels have the id ${id}`),
    ...overlaps(panels),
    ...panels.flatMap((panel) =>
      panelProblems(panel, variables, metrics).map((problem) => `${panel.title}: ${problem}`),
    ),
  ]
}

function panelProblems(panel: Panel, variables: string[], metrics: Metrics): string[] {
  const { type, title = '', gridPos, targets = [], fieldConfig } = panel
  const problems: string[] = []
  if (title === '') problems.push('it has no title')
  if (gridPos === undefined || gridPos.x + gridPos.w > columns) problems.push('it does not fit the grid')
  if (type === 'row') return problems
  if (targets.length === 0) problems.push('it asks for nothing')
  if ((fieldConfig?.defaults?.unit ?? '') === '') problems.push('it has no unit')
  for (const { datasource } of [panel, ...targets])
    if (!chosen.test(datasource?.uid ?? '')) problems.push('its data source is not the one that is chosen')
  for (const { expr = '' } of targets) {
    const used = [...expr.matchAll(/\$(\w+)/g)].map(([, name = '']) => name).filter((name) => !name.startsWith('__'))
    for (const name of used) if (!variables.includes(name)) problems.push(`there is no variable $${name}`)
    problems.push(...queryProblems(expr.replaceAll('$__rate_interval', '5m'), metrics))
  }
  return problems
}

function overlaps(panels: Panel[]): string[] {
  const taken = new Map<string, string>()
  const found: string[] = []
  for (const { title = '', gridPos } of panels)
    for (const cell of cellsOf(gridPos)) {
      const other = taken.get(cell)
      if (other !== undefined) found.push(`${title}: it lies on ${other}`)
      taken.set(cell, title)
    }
  return [...new Set(found)]
}

function cellsOf(gridPos: Panel['gridPos']): string[] {
  const { x, y, w, h } = gridPos ?? { x: 0, y: 0, w: 0, h: 0 }
  const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)
  return numbers(x, w).flatMap((column) => numbers(y, h).map((line) => `${column}/${line}`))
}

function twice(names: string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

/** The anchors that the headings of a Markdown text have where it is shown. */
export function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
}
