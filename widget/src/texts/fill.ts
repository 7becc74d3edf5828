// Texts are plain values: what differs from one time to the next stands in them as a blank, `{name} joined`.
import { readersLocale } from './language.ts'

/** A text with this blank in it. */
export type With<Blank extends string> = `${string}{${Blank}}${string}`

export type PluralCategory = Intl.LDMLPluralRule

/** A text in as many forms as its language counts with; `other` is there in each of them. */
export type Forms<Category extends PluralCategory = never> = {
  readonly [category in PluralCategory]?: string
} & { readonly [category in Category | 'other']: string }

export function fill<Blank extends string>(
  text: With<NoInfer<Blank>>,
  values: Readonly<Record<Blank, string>>,
): string {
  return filled(text, values)
}

/** In the form the language wants for this number, with the number as its reader writes it. */
export function counted(forms: Forms, count: number, language: string): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other
  return filled(form, { count: numberWords(count, language) })
}

export function numberWords(number: number, language: string, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(readersLocale(language), options).format(number)
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u

/** Where right-to-left and left-to-right meet, a value is isolated: a name must not turn the text around it. */
function filled(text: string, values: Readonly<Record<string, string>>): string {
  const isMixed = [text, ...Object.values(values)].some((one) => rightToLeft.test(one))
  return text.replace(/\{(\w+)\}/g, (_, blank: string) => {
    const value = values[blank] ?? ''
    return isMixed ? `\u2068${value}\u2069` : value
  })
}
