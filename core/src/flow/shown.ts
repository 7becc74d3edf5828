/** What can be clicked: remembered when it is shown, found again when somebody clicks it or types its label. */
import type { Effect } from './action.ts'
import { type CompiledAction, itemTriggerOf, type Postback } from './compile.ts'
import type { Flow, Frame, MessageInput, Position, Shown } from './flow.ts'
import type { FlowWorld } from './flow-world.ts'
import { withItems } from './items.ts'
import { versionOf } from './places.ts'
import { withTurn } from './stack.ts'
import { plainText } from './words.ts'

/** Remembers what was shown for clicking, and that something was said. */
export function withSaid(flow: Flow, effects: readonly Effect[], action: CompiledAction, frame: Frame): Flow {
  if (!effects.some((effect) => effect.kind === 'say')) return flow
  const going = withTurn(flow, { answered: true })
  const shown = shownBy(effects, action, frame)
  if (shown.length === 0) return going
  return { ...withTurn(going, { hasShown: true }), shown: flow.turn?.hasShown ? [...flow.shown, ...shown] : shown }
}

function shownBy(effects: readonly Effect[], action: CompiledAction, frame: Frame): Shown[] {
  const items = effects
    .flatMap((effect) => (effect.kind === 'say' ? effect.bubble.parts : []))
    .flatMap((part) => {
      if (part.type === 'quick_replies' || part.type === 'buttons') return part.items
      return part.type === 'card' ? (part.buttons ?? []) : []
    })
  const at = { behavior: frame.behavior, interaction: frame.interaction }
  return items.map(({ label, payload = null }) => ({
    label,
    payload,
    list: clickListOf(action, payload),
    version: frame.version,
    at,
  }))
}

/** Where the operations of an item stand. The action's own item: another one may carry the same payload. */
function clickListOf({ definition, settings, path }: CompiledAction, payload: string | null): string | null {
  if (definition?.items === undefined || payload === null) return null
  let found: string | null = null
  withItems(settings, definition.items, (item, at) => {
    if (item.payload === payload) found ??= `${path}.${at}.${itemTriggerOf(definition)}`
    return item
  })
  return found
}

type Clicked = { label: string; list: string | null; version: number; at: Position }

/** What was clicked, or typed as a label last shown says. A postback of an earlier bubble still counts; an unknown one does not. */
export function findClicked(flow: Flow, input: MessageInput, world: FlowWorld): Clicked | null {
  const shown = flow.shown.find((item) => isMeant(item, input))
  if (shown !== undefined) {
    const list = shown.list !== null && versionOf(world, shown.version)?.lists.has(shown.list) ? shown.list : null
    return { label: shown.label, list, version: shown.version, at: shown.at }
  }
  const postback: Postback | undefined = input.payload === null ? undefined : world.live.postbacks.get(input.payload)
  if (postback === undefined) return null
  const at = flow.position ?? { behavior: world.live.startBehavior, interaction: '' }
  return { label: postback.label, list: postback.list, version: world.live.version, at }
}

function isMeant(item: Shown, input: MessageInput): boolean {
  if (input.payload !== null) return item.payload === input.payload
  return input.text !== '' && plainText(item.label) === plainText(input.text)
}
