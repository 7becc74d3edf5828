/** What an action is given: its settings, without those of missing packages, with the texts rendered. */
import type { Effect } from './action.ts'
import type { CompiledAction } from './compile.ts'
import { propertiesOf } from './compile.ts'
import type { FlowView, FlowWorld } from './flow-world.ts'
import { renderWithin } from './template.ts'

/** [HO-21] Settings of a missing package count as absent; [FL-9] texts are rendered. Both may leave diagnostics. */
export function prepare(
  action: CompiledAction,
  world: FlowWorld,
  view: FlowView,
): { settings: unknown; problems: Effect[] } {
  const problems: Effect[] = []
  let settings = action.settings
  for (const [field, marks] of Object.entries(propertiesOf(action.definition?.schema ?? {}))) {
    const missing = marks.package !== undefined && !world.packages.has(marks.package)
    if (!missing || settings[field] === undefined) continue
    const { [field]: _, ...rest } = settings
    settings = rest
    problems.push(
      diagnostic('package_missing', `"${field}" needs the package ${marks.package} and was left out`, action, field),
    )
  }
  if (!action.hasTemplates) return { settings, problems }
  const rendered = Object.entries(settings).map(([field, value]) => {
    const marks = propertiesOf(action.definition?.schema ?? {})[field]
    if (!marks?.template) return [field, value] as const
    const report = (problem: string) => problems.push(diagnostic('template_error', problem, action, field))
    return [field, renderWithin(value, view.scope(), view.now, report)] as const
  })
  return { settings: Object.fromEntries(rendered), problems }
}

type Diagnosed = Extract<Effect, { kind: 'diagnostic' }> & { path?: string }

export function diagnostic(code: string, message: string, action: CompiledAction, field?: string): Diagnosed {
  return { kind: 'diagnostic', code, message, path: field === undefined ? action.path : `${action.path}.${field}` }
}

export function placed(effect: Effect, action: CompiledAction): Effect {
  return effect.kind === 'diagnostic' ? { path: action.path, ...effect } : effect
}
