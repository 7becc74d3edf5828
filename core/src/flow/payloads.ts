import type { Value } from '../conversation/value.ts'
import type { Catalogue, Trigger } from './action.ts'
import type { ActionDocument, BotDocument } from './bot.ts'
import { itemTriggerOf, splitAction } from './compile.ts'
import { type Item, withItems } from './items.ts'

/** Replies and buttons without a `payload` are given one: the same document gets the same payloads. */
export function withPayloads(bot: BotDocument, catalogue: Catalogue): BotDocument {
  const complete = (list: readonly ActionDocument[], path: string) =>
    list.map((action, index) => completed(action, `${path}.${index}`, catalogue))
  return {
    ...bot,
    ...(bot.operations ? { operations: complete(bot.operations, 'o') } : {}),
    behaviors: bot.behaviors.map((behavior, b) => ({
      ...behavior,
      ...(behavior.operations ? { operations: complete(behavior.operations, `${b}.o`) } : {}),
      interactions: behavior.interactions.map((interaction, i) => ({
        ...interaction,
        actions: complete(interaction.actions, `${b}.${i}`),
      })),
    })),
  }
}

function completed(action: ActionDocument, path: string, catalogue: Catalogue): ActionDocument {
  const { settings, children } = splitAction(action)
  const fired = Object.fromEntries(
    children.map(([trigger, list]) => [
      trigger,
      list.map((child, index) => completed(child, `${path}.${trigger}.${index}`, catalogue)),
    ]),
  )
  const definition = catalogue.get(action.type)
  if (definition?.items === undefined) return { type: action.type, ...settings, ...fired }
  const trigger = itemTriggerOf(definition)
  const shown = withItems(settings, definition.items, (item, at) =>
    completedItem(item, `${path}.${numbersOf(at)}`, trigger, catalogue),
  )
  return { type: action.type, ...shown, ...fired }
}

/** `0.1` of `cards[0].buttons[1]`. */
function numbersOf(path: string): string {
  return (path.match(/(?<=\[)\d+(?=\])/g) ?? []).join('.')
}

function completedItem(item: Item, path: string, trigger: Trigger, catalogue: Catalogue): Value {
  const leadsOut = ['url', 'phone', 'email'].some((field) => item[field] !== undefined)
  const isPostback = trigger === 'on_click' && !leadsOut && item.payload === undefined
  const children = Array.isArray(item[trigger]) ? (item[trigger] as unknown as ActionDocument[]) : null
  return {
    ...item,
    ...(isPostback ? { payload: `reply_${path}_${digest(item.label)}` } : {}),
    ...(children
      ? {
          [trigger]: children.map((child, index) =>
            completed(child, `${path}.${index}`, catalogue),
          ) as unknown as Value,
        }
      : {}),
  }
}

/** Keeps a payload of an earlier version from meaning another item that has moved to its place: FNV-1a of the label. */
function digest(label: Value | undefined): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(String(label))) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(36)
}
