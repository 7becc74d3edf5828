import type { TSchema } from 'typebox'
import type { Value } from '../conversation/value.ts'
import { type ActionDefinition, type Catalogue, type Trigger, triggers } from './action.ts'
import type { ActionDocument, BotDocument, InteractionDocument } from './bot.ts'
import { type Item, withItems } from './items.ts'
import { hasTemplate } from './template.ts'
import { plainText } from './words.ts'

/** A bot version prepared for running: every list of actions by its path, every interaction and postback by name. */
export type CompiledBot = {
  name: string
  version: number
  startBehavior: string
  behaviors: CompiledBehavior[]
  /** Lists of actions by path, e.g. `behaviors[0].interactions[1].actions`. */
  lists: Map<string, CompiledAction[]>
  postbacks: Map<string, Postback>
}

export type CompiledBehavior = { name: string; operations: string | null; interactions: CompiledInteraction[] }

export type CompiledInteraction = {
  behavior: string
  name: string
  list: string
  start: boolean
  fallback: boolean
  keywords: string[]
  userMayType: boolean
}

export type CompiledAction = {
  path: string
  type: string
  /** Undefined when a live version names an action that this release no longer has. */
  definition: ActionDefinition | undefined
  settings: Record<string, Value>
  hasTemplates: boolean
  triggers: Partial<Record<Trigger, string>>
}

export type Postback = { label: string; payload: string; list: string | null }

export function compileBot(document: BotDocument, version: number, catalogue: Catalogue): CompiledBot {
  const bot: CompiledBot = {
    name: document.name,
    version,
    startBehavior: document.startBehavior,
    behaviors: [],
    lists: new Map(),
    postbacks: new Map(),
  }
  compileList(bot, catalogue, document.operations ?? [], 'operations')
  document.behaviors.forEach((behavior, b) => {
    const path = `behaviors[${b}]`
    if (behavior.operations) compileList(bot, catalogue, behavior.operations, `${path}.operations`)
    const interactions = behavior.interactions.map((interaction, i) => {
      const list = `${path}.interactions[${i}].actions`
      compileList(bot, catalogue, interaction.actions, list)
      return compileInteraction(behavior.name, interaction, list)
    })
    bot.behaviors.push({
      name: behavior.name,
      operations: behavior.operations ? `${path}.operations` : null,
      interactions,
    })
  })
  return bot
}

function compileInteraction(behavior: string, interaction: InteractionDocument, list: string): CompiledInteraction {
  return {
    behavior,
    name: interaction.name,
    list,
    start: interaction.start ?? false,
    fallback: interaction.fallback ?? false,
    keywords: (interaction.keywords ?? []).map(plainText),
    userMayType: interaction.userMayType ?? true,
  }
}

function compileList(bot: CompiledBot, catalogue: Catalogue, actions: readonly ActionDocument[], path: string): void {
  const compiled = actions.map((action, index) => compileAction(bot, catalogue, action, `${path}[${index}]`))
  bot.lists.set(path, compiled)
}

function compileAction(bot: CompiledBot, catalogue: Catalogue, action: ActionDocument, path: string): CompiledAction {
  const definition = catalogue.get(action.type)
  const { settings: given, children } = splitAction(action)
  const fired: Partial<Record<Trigger, string>> = {}
  for (const [trigger, operations] of children) {
    fired[trigger] = `${path}.${trigger}`
    compileList(bot, catalogue, operations, `${path}.${trigger}`)
  }
  const settings =
    definition?.items === undefined
      ? given
      : withItems(given, definition.items, (item, at) =>
          compileItem(bot, catalogue, item, `${path}.${at}.${itemTriggerOf(definition)}`, itemTriggerOf(definition)),
        )
  return { path, type: action.type, definition, settings, hasTemplates: hasTemplatesWithin(settings), triggers: fired }
}

/** Takes an action apart: its settings, and the operations under its triggers. */
export function splitAction(action: ActionDocument): {
  settings: Record<string, Value>
  children: [Trigger, ActionDocument[]][]
} {
  const settings: Record<string, Value> = {}
  const children: [Trigger, ActionDocument[]][] = []
  for (const [name, value] of Object.entries(action)) {
    if (name === 'type' || value === undefined) continue
    if (isTrigger(name)) children.push([name, value as ActionDocument[]])
    else settings[name] = value as Value
  }
  return { settings, children }
}

export function isTrigger(name: string): name is Trigger {
  return (triggers as readonly string[]).includes(name)
}

/** Takes the operations out of an item, so that its action sees only settings. */
function compileItem(bot: CompiledBot, catalogue: Catalogue, item: Item, list: string, trigger: Trigger): Value {
  const { [trigger]: operations, ...shown } = item
  if (Array.isArray(operations)) compileList(bot, catalogue, operations as unknown as ActionDocument[], list)
  const payload = typeof item.payload === 'string' ? item.payload : null
  if (payload !== null && !bot.postbacks.has(payload))
    bot.postbacks.set(payload, { label: String(item.label), payload, list: Array.isArray(operations) ? list : null })
  return shown
}

/** What the operations of an action's items stand under. */
export function itemTriggerOf({ itemTrigger = 'on_click' }: ActionDefinition): Trigger {
  return itemTrigger
}

function hasTemplatesWithin(value: Value): boolean {
  if (typeof value === 'string') return hasTemplate(value)
  if (value === null || typeof value !== 'object') return false
  return (Array.isArray(value) ? value : Object.values(value)).some(hasTemplatesWithin)
}

/** The marks that this house puts on schema fields. */
export type FieldMarks = { template?: boolean; reference?: 'group' | 'operator'; package?: string }

export function propertiesOf(schema: TSchema): Record<string, TSchema & FieldMarks> {
  return (schema as { properties?: Record<string, TSchema & FieldMarks> }).properties ?? {}
}
