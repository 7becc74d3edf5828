import { type Fields, fieldsOf, isUnder, listOf, type Path, wordOf } from './path.ts'

/** The draft of a bot as it is edited: it may hold anything, and what the designer does not know stays in it. */
export type BotDraft = Fields
/** Actions that stand together on the canvas: an interaction, or what runs at each message of the contact. */
export type NodeKind = 'interaction' | 'behavior_operations' | 'bot_operations'

export type BotNode = {
  kind: NodeKind
  /** Of the interaction, or of the field that holds operations. */
  path: Path
  actions: Path
}

export const behaviorsPath: Path = ['behaviors']

export function behaviorPath(behavior: number): Path {
  return [...behaviorsPath, behavior]
}

export function interactionPath(behavior: number, interaction: number): Path {
  return [...behaviorPath(behavior), 'interactions', interaction]
}

export function behaviorsOf(draft: BotDraft): readonly Fields[] {
  return listOf(draft.behaviors).map(fieldsOf)
}

export function interactionsOf(behavior: Fields): readonly Fields[] {
  return listOf(behavior.interactions).map(fieldsOf)
}

export function nameOf(named: Fields): string {
  return wordOf(named.name)
}

/** The nodes of one behavior in the order of the document; operations only where there are any. */
export function nodesOf(draft: BotDraft, behavior: number): BotNode[] {
  const fields = behaviorsOf(draft)[behavior]
  if (fields === undefined) return []
  const own = [...behaviorPath(behavior), 'operations']
  return [
    ...(draft.operations === undefined ? [] : [operationsNode('bot_operations', ['operations'])]),
    ...(fields.operations === undefined ? [] : [operationsNode('behavior_operations', own)]),
    ...interactionsOf(fields).map((_, index): BotNode => {
      const path = interactionPath(behavior, index)
      return { kind: 'interaction', path, actions: [...path, 'actions'] }
    }),
  ]
}

function operationsNode(kind: NodeKind, path: Path): BotNode {
  return { kind, path, actions: path }
}

/** Where a place of the document is shown: which behavior's tab, which node, which action of it. */
export type Place = { behavior: number | null; node: BotNode | null; action: Path | null }

export function placeOf(path: Path): Place {
  const [first, behavior, second, interaction] = path
  if (first === 'operations') return placeIn(null, operationsNode('bot_operations', ['operations']), path)
  if (first !== 'behaviors' || typeof behavior !== 'number') return { behavior: null, node: null, action: null }
  if (second === 'operations')
    return placeIn(behavior, operationsNode('behavior_operations', [...behaviorPath(behavior), 'operations']), path)
  if (second !== 'interactions' || typeof interaction !== 'number') return { behavior, node: null, action: null }
  const node = interactionPath(behavior, interaction)
  return placeIn(behavior, { kind: 'interaction', path: node, actions: [...node, 'actions'] }, path)
}

function placeIn(behavior: number | null, node: BotNode, path: Path): Place {
  return { behavior, node, action: actionIn(node.actions, path) }
}

/** The innermost action on the way to a place: the last item of a list of actions. */
function actionIn(list: Path, path: Path): Path | null {
  if (!isUnder(path, list) || typeof path[list.length] !== 'number') return null
  for (let at = path.length - 1; at > list.length; at -= 1)
    if (typeof path[at] === 'number' && isTrigger(path[at - 1])) return path.slice(0, at + 1)
  return path.slice(0, list.length + 1)
}

/** Triggers are the keys that hold lists of actions. */
export function isTrigger(step: unknown): step is string {
  return typeof step === 'string' && /^on_[a-z]/.test(step)
}
