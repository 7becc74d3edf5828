import type { ActionTexts, DesignerTexts, FieldsTexts, FieldTexts } from '../texts/shape.ts'
import type { Catalogue, Control, Description, Field } from './catalogue.ts'

/** [U-19] The catalogue in the words of a language; what these texts do not know, of another server, stays English. */
export function translated(catalogue: Catalogue, texts: DesignerTexts | null): Catalogue {
  if (texts === null) return catalogue
  return new Map([...catalogue].map(([type, one]) => [type, actionIn(one, ownIn(texts.actions, type))]))
}

function actionIn(action: Description, texts: ActionTexts | undefined): Description {
  if (texts === undefined) return action
  const { title, help } = texts
  const alsoFoundBy = [action.title, action.help]
  return { ...action, title, help, alsoFoundBy, fields: fieldsIn(action.fields, texts.fields) }
}

function fieldsIn(fields: readonly Field[], texts: FieldsTexts = {}): Field[] {
  return fields.map((field) => fieldIn(field, ownIn(texts, field.name)))
}

function fieldIn(field: Field, texts: FieldTexts | undefined): Field {
  if (texts === undefined) return field
  const { title, help = field.help } = texts
  return { ...field, title, help, control: controlIn(field.control, texts) }
}

function controlIn(control: Control, texts: FieldTexts): Control {
  switch (control.kind) {
    case 'choice':
      return { ...control, options: optionsIn(control.options, texts.options) }
    case 'list':
      return { ...control, item: fieldIn(control.item, texts.each) }
    case 'pairs':
      return { ...control, value: fieldIn(control.value, texts.each) }
    case 'fields':
      return { ...control, fields: fieldsIn(control.fields, texts.fields) }
    default:
      return control
  }
}

type Options = Extract<Control, { kind: 'choice' }>['options']

function optionsIn(options: Options, texts: FieldTexts['options'] = {}): Options {
  return options.map(({ value, title }) => ({ value, title: ownIn(texts, value) ?? title }))
}

/** Names come from the server: `constructor` is no text. */
function ownIn<Text>(texts: { readonly [name: string]: Text }, name: string): Text | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined
}
