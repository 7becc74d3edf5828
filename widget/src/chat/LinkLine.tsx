import { useEffect, useState } from 'preact/hooks'
import type { LinkState } from '../connection/live.ts'
import { useTexts } from './texts-context.ts'

const quietMs = 2_000
const backMs = 2_500

type Shown = 'connecting' | 'offline' | 'back' | null

/** What is wrong with the connection, once it lasts; and that it is over. The region is always there. */
export function LinkLine({ link }: { link: LinkState }) {
  const shown = useShown(link)
  const texts = useTexts()
  return (
    <div role="status" class={`link-line ${shown ?? 'none'}`}>
      {shown && texts.link[shown]}
    </div>
  )
}

function useShown(link: LinkState): Shown {
  const [shown, setShown] = useState<Shown>(null)
  useEffect(() => {
    const isBack = link === 'live' || link === 'polling'
    if (isBack) setShown((before) => (before === null ? null : 'back'))
    const next = isBack ? null : link
    const timer = setTimeout(() => setShown(next), isBack ? backMs : link === 'offline' ? 0 : quietMs)
    return () => clearTimeout(timer)
  }, [link])
  return shown
}
