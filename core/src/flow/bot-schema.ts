import type { TSchema } from 'typebox'
import type { ActionDefinition, Catalogue } from './action.ts'
import { propertiesOf } from './compile.ts'
import { botSkeleton } from './validate.ts'

/** The published JSON Schema of a bot document (flow.md §1): the skeleton, and every action of the catalogue with its triggers. */
export function botSchema(catalogue: Catalogue): Record<string, unknown> {
  const list = { type: 'array', items: { $ref: '#/$defs/action' } }
  const skeleton = JSON.parse(JSON.stringify(botSkeleton), (key, value) =>
    key === 'actions' || key === 'operations' ? list : value,
  )
  const actions = Object.fromEntries([...catalogue].map(([type, action]) => [type, actionSchema(action, list)]))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...skeleton,
    $defs: { action: { oneOf: [...catalogue.keys()].map((type) => ({ $ref: `#/$defs/${type}` })) }, ...actions },
  }
}

function actionSchema(action: ActionDefinition, list: object): Record<string, unknown> {
  const triggers = Object.fromEntries(action.triggers.map((trigger) => [trigger, list]))
  const properties = { ...propertiesOf(action.schema), ...(action.items === undefined ? {} : clickable(action, list)) }
  return {
    title: action.title,
    description: action.help,
    ...action.schema,
    required: ['type', ...(action.schema.required ?? [])],
    properties: { type: { const: action.type }, ...properties, ...triggers },
  }
}

/** The items that can be clicked may carry `on_click`. */
function clickable(action: ActionDefinition, list: object): Record<string, unknown> {
  const field = action.items ?? ''
  const items = propertiesOf(action.schema)[field] as (TSchema & { items?: TSchema }) | undefined
  if (items?.items === undefined) return {}
  return {
    [field]: { ...items, items: { ...items.items, properties: { ...propertiesOf(items.items), on_click: list } } },
  }
}
