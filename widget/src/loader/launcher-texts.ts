import { launcherAr } from '../texts/ar.ts'
import { launcherDe } from '../texts/de.ts'
import { launcherEn } from '../texts/en.ts'
import { launcherEs } from '../texts/es.ts'
import { launcherFr } from '../texts/fr.ts'
import { launcherIt } from '../texts/it.ts'
import { launcherJa } from '../texts/ja.ts'
import { languageOf } from '../texts/language.ts'
import { launcherPl } from '../texts/pl.ts'
import { launcherPt } from '../texts/pt.ts'
import type { LauncherTexts } from '../texts/texts.ts'
import { launcherTr } from '../texts/tr.ts'

/** So few words that all languages are smaller than a second request. */
const all: readonly LauncherTexts[] = [
  launcherAr,
  launcherDe,
  launcherEs,
  launcherFr,
  launcherIt,
  launcherJa,
  launcherPl,
  launcherPt,
  launcherTr,
]

/** English where there is no other. */
export function launcherTextsFor(locale: string): LauncherTexts {
  const wanted = languageOf(locale)
  return all.find(({ language }) => language === wanted) ?? launcherEn
}
