import type { Value } from '../conversation/value.ts'
import type { Catalogue } from './action.ts'
import type { ActionDocument, BotDocument } from './bot.ts'
import { splitAction } from './compile.ts'

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
  const field = catalogue.get(action.type)?.items
  const items = field === undefined ? undefined : settings[field]
  const shown =
    field === undefined || !Array.isArray(items)
      ? {}
      : { [field]: items.map((item, index) => completedItem(item, `${path}.${index}`, catalogue)) }
  return { type: action.type, ...settings, ...shown, ...fired }
}

function completedItem(item: Value, path: string, catalogue: Catalogue): Value {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return item
  const leadsOut = ['url', 'phone', 'email'].some((field) => item[field] !== undefined)
  const children = Array.isArray(item.on_click) ? (item.on_click as unknown as ActionDocument[]) : null
  return {
    ...item,
    ...(leadsOut || item.payload !== undefined ? {} : { payload: `reply_${path}_${digest(item.label)}` }),
    ...(children
      ? {
          on_click: children.map((child, index) => completed(child, `${path}.${index}`, catalogue)) as unknown as Value,
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
