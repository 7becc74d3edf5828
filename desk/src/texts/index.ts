import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { readIn } from '../sentences/reading.ts'
import { en } from './en.ts'
import type { PluralCategory, Translation } from './translation.ts'

/** What the desk says in a language that counts with these forms. */
export type Texts<Category extends PluralCategory> = Translation<typeof en, Category>
export type Language = 'ar' | 'de' | 'en' | 'es' | 'fr' | 'it' | 'ja' | 'pl' | 'pt' | 'tr'

/** Each in its own name and in the order in which they are offered. */
export const languages: Readonly<Record<Language, string>> = {
  en: 'English',
  ar: 'العربية',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  ja: '日本語',
  pl: 'Polski',
  pt: 'Português',
  tr: 'Türkçe',
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'desk'
    resources: { desk: typeof en }
    returnNull: false
  }
}

/** English is always there, the others are fetched when they are wanted. */
const others = import.meta.glob<Readonly<Record<string, object>>>(['./??.ts', '!./en.ts'])

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

/** A language that cannot be fetched leaves the desk as it is. */
export async function switchTo(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'desk')) {
    const texts = await fetched(language)
    if (texts === undefined) return
    i18next.addResourceBundle(language, 'desk', texts)
  }
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  await i18next.changeLanguage(language)
  void readIn(language)
}

async function fetched(language: Language): Promise<object | undefined> {
  try {
    return (await others[`./${language}.ts`]?.())?.[language]
  } catch {
    return undefined
  }
}

/** Of a locale such as `de-CH`; English where there is no better one. */
export function languageOf(wanted: string | null | undefined): Language {
  const language = wanted?.toLowerCase().split(/[-_]/)[0] ?? ''
  return isLanguage(language) ? language : 'en'
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

export function isLanguage(language: string): language is Language {
  return Object.hasOwn(languages, language)
}
