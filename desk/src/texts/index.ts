import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'

type Worded<T> = T extends string ? string : { [K in keyof T]: Worded<T[K]> }
export type Texts = Worded<typeof en>
export type Language = 'en' | 'de'

export const languages: readonly Language[] = ['en', 'de']

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'desk'
    resources: { desk: typeof en }
    returnNull: false
  }
}

export async function startTexts(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    ns: ['desk'],
    defaultNS: 'desk',
    resources: { en: { desk: en } },
    interpolation: { escapeValue: false },
  })
  await switchTo(language)
}

/** English is always there; the others are fetched when they are wanted. */
export async function switchTo(language: Language): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'desk')) {
    const { de } = await import('./de.ts')
    i18next.addResourceBundle('de', 'desk', de)
  }
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}

export function languageOf(wanted: string | null | undefined): Language {
  return languages.find((language) => wanted?.toLowerCase().startsWith(language) === true) ?? 'en'
}
