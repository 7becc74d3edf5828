import { en, type launcherEn } from './en.ts'
import { languageOf } from './language.ts'

export type Texts = typeof en
export type LauncherTexts = typeof launcherEn

/** Every language but English is loaded when it is asked for. */
const others: Record<string, () => Promise<Texts>> = {
  de: () => import('./de.ts').then(({ de }) => de),
}

/** Of the language of a locale such as `de-CH`; English where there is none, or where it cannot be loaded. */
export async function textsFor(locale: string): Promise<Texts> {
  const load = others[languageOf(locale)]
  if (load === undefined) return en
  return load().catch(() => en)
}
