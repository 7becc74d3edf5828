import { useEffect } from 'react'
import { putInFront } from './tabs.ts'

/** Says which conversation stands in front of the operator, as long as this window is the one they use. */
export function useInFront(conversation: string | null): void {
  useEffect(() => {
    if (conversation === null) return
    let end: (() => void) | null = null
    const look = () => {
      const isThere = document.visibilityState === 'visible' && document.hasFocus()
      if (isThere && end === null) end = putInFront(conversation)
      if (isThere || end === null) return
      end()
      end = null
    }
    look()
    const signs = ['focus', 'blur'] as const
    for (const sign of signs) window.addEventListener(sign, look)
    document.addEventListener('visibilitychange', look)
    return () => {
      for (const sign of signs) window.removeEventListener(sign, look)
      document.removeEventListener('visibilitychange', look)
      end?.()
    }
  }, [conversation])
}
