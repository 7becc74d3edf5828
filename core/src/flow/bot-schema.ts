import type { TSchema } from 'typebox'
import type { ActionDefinition, Catalogue } from './action.ts'
import { itemTriggerOf, propertiesOf } from './compile.ts'
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
  const { items } = action
  const schema = items === undefined ? action.schema : withOperations(action.schema, items.split('[].'), action, list)
  return {
    title: action.title,
    description: action.help,
    ...action.schema,
    required: ['type', ...(action.schema.required ?? [])],
    properties: { type: { const: action.type }, ...propertiesOf(schema), ...triggers },
  }
}

/** The items may carry their operations. */
function withOperations(
  schema: TSchema,
  [field = '', ...inner]: readonly string[],
  action: ActionDefinition,
  list: object,
): TSchema {
  const properties = propertiesOf(schema)
  const listed = properties[field] as (TSchema & { items?: TSchema }) | undefined
  if (listed?.items === undefined) return schema
  const items =
    inner.length > 0
      ? withOperations(listed.items, inner, action, list)
      : { ...listed.items, properties: { ...propertiesOf(listed.items), [itemTriggerOf(action)]: list } }
  return { ...schema, properties: { ...properties, [field]: { ...listed, items } } }
}
