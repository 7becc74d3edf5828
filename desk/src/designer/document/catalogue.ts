// What the catalogue of the server (FL-12) says of actions, as the forms are drawn from it.
import { isTrigger } from './bot.ts'
import { type Fields, fieldsOf, isFields, listOf, wordOf } from './path.ts'

export type Field = {
  name: string
  title: string
  help: string
  isRequired: boolean
  isTemplate: boolean
  package: string | null
  /** Other settings and the values with which this one counts. */
  shownWhen: Fields | null
  default: unknown
  control: Control
}

export type Control =
  | { kind: 'text'; isMultiline: boolean }
  | { kind: 'number'; isInteger: boolean; minimum: number | null; maximum: number | null }
  | { kind: 'switch' }
  | { kind: 'choice'; options: { value: string; title: string }[] }
  | { kind: 'reference'; to: 'group' | 'operator' }
  | { kind: 'behavior' | 'interaction' }
  /** `trigger`: under which each item carries operations of its own. */
  | { kind: 'list'; item: Field; most: number | null; trigger: string | null }
  | { kind: 'fields'; fields: Field[] }
  | { kind: 'pairs'; value: Field }
  /** Any value: a text, or JSON. */
  | { kind: 'value'; isMultiline: boolean }

export type Description = {
  type: string
  title: string
  help: string
  /** Words by which it is found besides its title and help: the English ones, where these are in another language. */
  alsoFoundBy: readonly string[]
  group: string
  fields: Field[]
  /** Triggers of the action itself. */
  triggers: string[]
  /** Where the items stand that carry operations of their own (`buttons`, or `cards`, `buttons`), and under which trigger. */
  items: Items | null
  placement: 'anywhere' | 'interaction'
  needs: string[]
  packages: string[]
  /** Channels on which it does not work. */
  unavailableOn: string[]
  /** It leads to another interaction. */
  isJump: boolean
  /** It sets who holds the conversation. */
  isHandoff: boolean
}

export type Catalogue = ReadonlyMap<string, Description>

export type Items = { at: readonly string[]; trigger: string }

/** An action as the server describes it. */
export type Served = {
  type: string
  title: string
  help: string
  group: string
  schema: Fields
  placement: string
  needs: string[]
  packages: string[]
  availability: Fields
}

/** `schema` is the published schema of bot documents: it says where operations stand. */
export function catalogueOf(served: readonly Served[], schema: Fields): Catalogue {
  const written = fieldsOf(schema.$defs)
  return new Map(served.map((one) => [one.type, descriptionOf(one, fieldsOf(written[one.type]))]))
}

/** No action is known by its name: what its settings are says what it does. */
function descriptionOf(served: Served, written: Fields): Description {
  const { type, title, help, group, needs, packages, availability } = served
  const properties = fieldsOf(served.schema.properties)
  const isJump = 'interaction' in properties && 'behavior' in properties
  const items = itemsIn(written)
  const fields = withItemTrigger(fieldsIn(served.schema), items)
  return {
    type,
    title,
    help,
    alsoFoundBy: [],
    group,
    fields: isJump ? asTargets(fields) : fields,
    triggers: Object.keys(fieldsOf(written.properties)).filter(isTrigger),
    items,
    placement: served.placement === 'interaction' ? 'interaction' : 'anywhere',
    needs,
    packages,
    unavailableOn: Object.keys(availability).filter((channel) => availability[channel] !== 'available'),
    isJump,
    isHandoff: listOf(fieldsOf(properties.mode).enum).includes('operator_takeover'),
  }
}

/** Looks for the list whose items have a trigger among their fields. */
function itemsIn(schema: Fields): Items | null {
  for (const [name, property] of Object.entries(fieldsOf(schema.properties))) {
    const item = fieldsOf(fieldsOf(property).items)
    const trigger = Object.keys(fieldsOf(item.properties)).find(isTrigger)
    if (trigger !== undefined) return { at: [name], trigger }
    const inner = itemsIn(item)
    if (inner !== null) return { at: [name, ...inner.at], trigger: inner.trigger }
  }
  return null
}

function withItemTrigger(fields: readonly Field[], items: Items | null): Field[] {
  const [name, ...inner] = items?.at ?? []
  return fields.map((field): Field => {
    const { control } = field
    if (items === null || field.name !== name || control.kind !== 'list') return field
    if (inner.length === 0) return { ...field, control: { ...control, trigger: items.trigger } }
    const { item } = control
    if (item.control.kind !== 'fields') return field
    const within = withItemTrigger(item.control.fields, { ...items, at: inner })
    return { ...field, control: { ...control, item: { ...item, control: { kind: 'fields', fields: within } } } }
  })
}

/** Where it leads comes first. */
function asTargets(fields: readonly Field[]): Field[] {
  return fields
    .map((field): Field => {
      const { name } = field
      return name === 'interaction' || name === 'behavior' ? { ...field, control: { kind: name } } : field
    })
    .toSorted((one, other) => Number(other.name === 'interaction') - Number(one.name === 'interaction'))
}

function fieldsIn(schema: Fields): Field[] {
  const required = listOf(schema.required)
  return Object.entries(fieldsOf(schema.properties)).map(([name, property]) =>
    fieldOf(name, fieldsOf(property), required.includes(name)),
  )
}

function fieldOf(name: string, schema: Fields, isRequired: boolean): Field {
  return {
    name,
    title: wordOf(schema.title) || name,
    help: wordOf(schema.description),
    isRequired,
    isTemplate: schema.template === true,
    package: wordOf(schema.package) || null,
    shownWhen: isFields(schema.shownWhen) ? schema.shownWhen : null,
    default: schema.default,
    control: controlOf(schema),
  }
}

function controlOf(schema: Fields): Control {
  const isMultiline = schema.multiline === true
  if (Array.isArray(schema.enum)) return { kind: 'choice', options: optionsOf(schema) }
  if (schema.reference === 'group' || schema.reference === 'operator')
    return { kind: 'reference', to: schema.reference }
  // A text, or something else that it may be too: then it is shown as JSON.
  switch (listOf(schema.type).includes('string') ? 'string' : schema.type) {
    case 'string':
      return { kind: 'text', isMultiline }
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        isInteger: schema.type === 'integer',
        minimum: numberIn(schema.minimum),
        maximum: numberIn(schema.maximum),
      }
    case 'boolean':
      return { kind: 'switch' }
    case 'array':
      return {
        kind: 'list',
        item: fieldOf('', fieldsOf(schema.items), true),
        most: numberIn(schema.maxItems),
        trigger: null,
      }
    case 'object':
      return objectControl(schema)
    default:
      return { kind: 'value', isMultiline }
  }
}

function objectControl(schema: Fields): Control {
  const [value] = Object.values(fieldsOf(schema.patternProperties))
  if (value !== undefined) return { kind: 'pairs', value: fieldOf('', fieldsOf(value), true) }
  return isFields(schema.properties)
    ? { kind: 'fields', fields: fieldsIn(schema) }
    : { kind: 'value', isMultiline: true }
}

function optionsOf(schema: Fields): { value: string; title: string }[] {
  const titles = fieldsOf(schema.optionTitles)
  return listOf(schema.enum)
    .map(String)
    .map((value) => ({ value, title: wordOf(titles[value]) || value }))
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** Whether a setting counts beside the others as they are; one that is set although it does not count is shown too. */
export function isShown(field: Field, settings: Fields, fields: readonly Field[]): boolean {
  if (field.shownWhen === null || settings[field.name] !== undefined) return true
  return Object.entries(field.shownWhen).every(([name, wanted]) => {
    const value = settings[name] ?? fields.find((other) => other.name === name)?.default
    return Array.isArray(wanted) ? wanted.includes(value) : value === wanted
  })
}

/** A fresh action: what its schema requires, with the values that the schema proposes. */
export function freshAction(description: Description): Fields {
  return { type: description.type, ...freshSettings(description.fields) }
}

export function freshSettings(fields: readonly Field[]): Fields {
  return Object.fromEntries(
    fields
      .filter(({ isRequired }) => isRequired)
      .map((field) => [field.name, freshValue(field)])
      .filter(([, value]) => value !== undefined),
  )
}

export function freshValue(field: Field): unknown {
  if (field.default !== undefined) return field.default
  const { control } = field
  switch (control.kind) {
    case 'choice':
      return control.options[0]?.value
    case 'list': {
      const first = freshValue(control.item)
      return field.isRequired && first !== undefined ? [first] : []
    }
    case 'fields':
      return freshSettings(control.fields)
    case 'text':
    case 'value':
      return ''
    case 'switch':
      return false
    case 'pairs':
      return {}
    default:
      return undefined
  }
}

/** Settings of an action that no field is there for: of a package that is missing, or of another version. */
export function unknownSettings(action: Fields, description: Description | undefined): Fields {
  const known = new Set(description?.fields.map(({ name }) => name))
  return Object.fromEntries(
    Object.entries(action).filter(
      ([name, value]) => name !== 'type' && !known.has(name) && !(isTrigger(name) && Array.isArray(value)),
    ),
  )
}

/** The action with its unknown settings replaced. */
export function withUnknown(action: Fields, description: Description | undefined, settings: Fields): Fields {
  const before = unknownSettings(action, description)
  const kept = Object.entries(action).filter(([name]) => !(name in before))
  return { ...Object.fromEntries(kept), ...settings, type: action.type }
}

/** The triggers to show: those the action has, and those that the document puts under it all the same. */
export function triggersOf(action: Fields, description: Description | undefined): string[] {
  const written = Object.keys(action).filter((name) => isTrigger(name) && Array.isArray(action[name]))
  return [...new Set([...(description?.triggers ?? []), ...written])]
}
