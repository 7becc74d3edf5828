import { type PreviewNews, type PreviewWish, previewMark } from '@baton/core/protocol'
import { type RefObject, useEffect, useRef, useState } from 'react'

/** What the chat makes of a colour for text on light and dark. */
export type Shades = { accent: string; onLight: string; onDark: string }

/** Sends the chat in the frame what it is to look like, whenever that changes; answers what it told of it. */
export function usePreview(wish: Omit<PreviewWish, 'mark' | 'type'>): {
  frame: RefObject<HTMLIFrameElement | null>
  shades: Shades | null
} {
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  const [shades, setShades] = useState<Shades | null>(null)
  const wanted = JSON.stringify(wish)
  const accent = wish.settings.theme.accent.toLowerCase()
  useEffect(() => {
    const hear = ({ origin, source, data }: MessageEvent<unknown>) => {
      if (origin !== location.origin || source === null || source !== frame.current?.contentWindow) return
      const news = newsIn(data)
      if (news?.type === 'ready') setReady(true)
      if (news?.type === 'shown') setShades({ accent, onLight: news.onLight, onDark: news.onDark })
    }
    window.addEventListener('message', hear)
    return () => window.removeEventListener('message', hear)
  }, [accent])
  useEffect(() => {
    if (!isReady) return
    const message: PreviewWish = { mark: previewMark, type: 'show', ...JSON.parse(wanted) }
    frame.current?.contentWindow?.postMessage(message, location.origin)
  }, [isReady, wanted])
  return { frame, shades }
}

function newsIn(data: unknown): PreviewNews | null {
  if (typeof data !== 'object' || data === null || !('mark' in data) || data.mark !== previewMark) return null
  if (!('type' in data)) return null
  if (data.type === 'ready') return { mark: previewMark, type: 'ready' }
  if (data.type !== 'shown' || !('onLight' in data) || !('onDark' in data)) return null
  const { onLight, onDark } = data
  if (typeof onLight !== 'string' || typeof onDark !== 'string') return null
  return { mark: previewMark, type: 'shown', onLight, onDark }
}
