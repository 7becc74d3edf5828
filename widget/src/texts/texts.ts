import { en, type launcherEn } from './en.ts'
import type { Forms, PluralCategory, With } from './fill.ts'
import { languageOf } from './language.ts'

/** What the chat says in a language that counts with these forms: every text of the English ones, with its blanks. */
export type Texts<Category extends PluralCategory = never> = Like<typeof en, Category>
export type LauncherTexts<Category extends PluralCategory = never> = Like<typeof launcherEn, Category>

type Like<English, Category extends PluralCategory> = English extends string
  ? [BlanksOf<English>] extends [never]
    ? string
    : With<BlanksOf<English>>
  : English extends { one: string; other: string }
    ? Forms<Category>
    : { readonly [Name in keyof English]: Like<English[Name], Category> }

type BlanksOf<Text> = Text extends `${string}{${infer Blank}}${infer Rest}` ? Blank | BlanksOf<Rest> : never

/** Every language but English is loaded when it is asked for. */
const others = new Map<string, () => Promise<Texts>>([
  ['ar', () => import('./ar.ts').then(({ ar }) => ar)],
  ['de', () => import('./de.ts').then(({ de }) => de)],
  ['es', () => import('./es.ts').then(({ es }) => es)],
  ['fr', () => import('./fr.ts').then(({ fr }) => fr)],
  ['it', () => import('./it.ts').then(({ it }) => it)],
  ['ja', () => import('./ja.ts').then(({ ja }) => ja)],
  ['pl', () => import('./pl.ts').then(({ pl }) => pl)],
  ['pt', () => import('./pt.ts').then(({ pt }) => pt)],
  ['tr', () => import('./tr.ts').then(({ tr }) => tr)],
])

/** Of the language of a locale such as `de-CH`; English where there is none, or where it cannot be loaded. */
export async function textsFor(locale: string): Promise<Texts> {
  const load = others.get(languageOf(locale))
  if (load === undefined) return en
  return load().catch(() => en)
}
