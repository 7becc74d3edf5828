import { DirectionProvider, useDirection } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { directionOf } from './index.ts'

/** [U-19] Menus, drawers and arrow keys go the way the language is read. */
export function Direction({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  return (
    <DirectionProvider initialDirection={directionOf(i18n.language)} detectDirection={false}>
      <Followed language={i18n.language} />
      {children}
    </DirectionProvider>
  )
}

function Followed({ language }: { language: string }) {
  const { setDirection } = useDirection()
  useEffect(() => setDirection(directionOf(language)), [language, setDirection])
  return null
}
