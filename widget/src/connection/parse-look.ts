// The door for what is set at Baton: what cannot be read is as usual.
import {
  type Absence,
  defaultWidgetSettings,
  type FormField,
  fieldKinds,
  type WidgetLook,
  widgetLanguages,
  widgetLookOf,
} from '@baton/core/protocol'
import { type Fields, isFields } from './fields.ts'

export const usualLook: WidgetLook = widgetLookOf(defaultWidgetSettings, '', new Set())

export function parseLook(value: unknown): WidgetLook {
  if (!isFields(value)) return usualLook
  const { accent, scheme, radius, title, greeting, picture, language, preChat, offline } = value
  const text = (one: unknown) => (typeof one === 'string' ? one : '')
  return {
    accent: text(accent),
    scheme: scheme === 'light' || scheme === 'dark' ? scheme : 'system',
    radius: typeof radius === 'number' ? radius : usualLook.radius,
    title: text(title),
    greeting: text(greeting),
    picture: typeof picture === 'string' ? picture : null,
    language: widgetLanguages.find((one) => one === language) ?? null,
    preChat: isFields(preChat)
      ? {
          when: preChat.when === 'before_operator' ? 'before_operator' : 'always',
          text: text(preChat.text),
          fields: fieldsIn(preChat),
        }
      : null,
    offline: isFields(offline) ? { text: text(offline.text), fields: fieldsIn(offline) } : null,
    hasRating: value.hasRating === true,
    hasTranscript: value.hasTranscript === true,
  }
}

/** Null: somebody is there, or nobody knows. */
export function parseAbsence(value: unknown): Absence | null {
  if (!isFields(value)) return null
  if (value.because === 'nobody_online') return { because: 'nobody_online' }
  if (value.because !== 'closed') return null
  return { because: 'closed', until: typeof value.until === 'string' ? value.until : null }
}

function fieldsIn({ fields }: Fields): FormField[] {
  return Array.isArray(fields) ? fields.flatMap((one) => fieldOf(one) ?? []) : []
}

function fieldOf(value: unknown): FormField | null {
  if (!isFields(value)) return null
  const { variable, label, isRequired, choices } = value
  const kind = fieldKinds.find((one) => one === value.kind)
  if (typeof variable !== 'string' || typeof label !== 'string' || kind === undefined) return null
  const offered = Array.isArray(choices) ? choices.filter((one) => typeof one === 'string') : []
  return { variable, label, kind, isRequired: isRequired === true, ...(kind === 'choice' && { choices: offered }) }
}
