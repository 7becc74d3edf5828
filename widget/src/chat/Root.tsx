import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { directionOf } from '../texts/language.ts'
import { type Texts, textsFor } from '../texts/texts.ts'
import { Chat } from './Chat.tsx'
import type { Controller } from './controller.ts'
import { TextsContext } from './texts-context.ts'
import { useModel } from './use-model.ts'

/** [V-14] The chat in its language: that of the page, until one is known that is set for all pages. */
export function Root({ controller, first }: { controller: Controller; first: Texts }) {
  const [texts, setTexts] = useState(first)
  const { language } = useModel(controller.store).look
  useEffect(() => {
    if (language === null || language === texts.language) return undefined
    let isWanted = true
    void textsFor(language).then((found) => isWanted && setTexts(found))
    return () => {
      isWanted = false
    }
  }, [language, texts.language])
  useLayoutEffect(() => {
    document.documentElement.lang = texts.language
    document.documentElement.dir = directionOf(texts.language)
    document.title = texts.title
  }, [texts])
  return (
    <TextsContext.Provider value={texts}>
      <Chat controller={controller} />
    </TextsContext.Provider>
  )
}
