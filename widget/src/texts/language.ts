/** `de-CH` → `de`. */
export function languageOf(locale: string): string {
  return locale.toLowerCase().split(/[-_]/)[0] ?? ''
}

/** Of the languages there are texts for. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/** The reader's own kind of a language, for numbers and times: `en-GB` rather than `en`. */
export function readersLocale(language: string): string {
  return navigator.languages.find((one) => languageOf(one) === language) ?? language
}
