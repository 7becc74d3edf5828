import { useTranslation } from 'react-i18next'
import type { Figure } from '../api/figures.ts'
import { en } from '../texts/en.ts'

type KnownKey = keyof typeof en.figures.names

/** The name of a figure in the reader's language; one that a newer server knows is called what the server calls it. */
export function useFigureName(): (figure: Pick<Figure, 'key' | 'name'>) => string {
  const { t } = useTranslation()
  return ({ key, name }) => (isKnown(key) ? t(`figures.names.${key}`) : name)
}

function isKnown(key: string): key is KnownKey {
  return Object.hasOwn(en.figures.names, key)
}
