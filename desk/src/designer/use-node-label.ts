import { useTranslation } from 'react-i18next'
import { useDesigner, useRanNode } from './context.ts'
import type { GraphNode } from './document/graph.ts'
import { namesOf, targetOf } from './document/jumps.ts'
import { fieldsOf, valueAt, wordOf } from './document/path.ts'
import type { Counts } from './document/problems.ts'
import { useVisitWords } from './use-visits.ts'

/** A node in words: what it is, how much it does, where it leads, what is wrong with it. */
export function useNodeLabel(graph: GraphNode, count: Counts | null): string {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const visitWords = useVisitWords()
  const { node, name, rows, fields, visits } = graph
  const words = node.kind === 'interaction' ? name || t('designer.nodes.unnamed') : t(`designer.nodes.${node.kind}`)
  const flags = (['start', 'fallback'] as const).filter((flag) => fields[flag] === true)
  const names = leadsTo(session.draft, graph)
  const [ran] = useRanNode(graph.id)?.steps ?? []
  const problem =
    count === null
      ? ''
      : count.errors > 0
        ? t('designer.nodes.errors', { count: count.errors })
        : t('designer.nodes.warnings', { count: count.warnings })
  return t('designer.nodes.label', {
    name: words,
    actions: t('designer.nodes.label_actions', { count: rows.filter(({ kind }) => kind === 'action').length }),
    flags: flags.map((flag) => t('designer.nodes.label_flag', { flag: t(`designer.nodes.${flag}`) })).join(''),
    leads: names.length === 0 ? '' : t('designer.nodes.label_leads', { names: names.join(', ') }),
    problems: [
      visits === null ? '' : visitWords(visits),
      problem,
      ran === undefined ? '' : t('designer.trial.ran', { number: ran.number }),
    ]
      .filter((part) => part !== '')
      .map((part) => t('designer.nodes.label_problems', { problems: part }))
      .join(''),
  })
}

/** The names of the interactions that a node leads to. */
export function leadsTo(draft: Parameters<typeof namesOf>[0], { node, rows }: GraphNode): string[] {
  const jumps = rows.flatMap((row) => row.jumps)
  if (jumps.length === 0) return []
  const names = namesOf(draft)
  const from = typeof node.path[1] === 'number' ? node.path[1] : Math.max(0, names.startBehavior)
  const found = jumps.flatMap((jump) => {
    const spot = targetOf(jump, from, names)
    if (spot === null) return []
    return [wordOf(fieldsOf(valueAt(draft, ['behaviors', spot.behavior, 'interactions', spot.interaction])).name)]
  })
  return [...new Set(found)]
}
