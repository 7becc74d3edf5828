// The chat in its frame: `/widget/chat?bot=…&site=…&locale=…&color=…&scheme=…&radius=…`.
import type { WidgetLook } from '@baton/core/protocol'
import { render } from 'preact'
import { openBridge } from '../bridge/page.ts'
import { openKeep } from '../connection/storage.ts'
import { textsFor } from '../texts/texts.ts'
import { defaultPaint, type Paint, paint } from '../theme/paint.ts'
import '../theme/chat.css'
import { createController } from './controller.ts'
import type { Store } from './model.ts'
import { Root } from './Root.tsx'

/** A page that does not say who it is after all is not waited for. */
const identityComesMs = 3_000

async function main(): Promise<void> {
  const query = new URLSearchParams(location.search)
  const asked = (name: string) => query.get(name) ?? ''
  const locale = plainLocale(asked('locale')) || navigator.language
  if (query.has('preview')) return (await import('./preview.tsx')).startPreview()
  const [bot, site] = [asked('bot'), asked('site')]
  const bridge = openBridge(site)
  const controller = createController({ bot, site, locale }, openKeep(bot), bridge)
  bridge.ready()
  // [V-13] The page says who it is as soon as it hears that the chat listens.
  if (query.has('identity')) setTimeout(controller.startLate, identityComesMs)
  else if (!query.has('forget')) controller.start()
  const given = paintIn(query)
  let stopPainting = paint(document.documentElement, { ...defaultPaint, ...given })
  followLook(controller.store, (look) => {
    stopPainting()
    stopPainting = paint(document.documentElement, { ...look, ...given })
  })
  const texts = await textsFor(locale)
  render(<Root controller={controller} first={texts} />, document.body)
}

/** Told of the look that is set, once it is known. */
function followLook({ read, subscribe }: Store, listener: (look: WidgetLook) => void): void {
  let known = read().look
  subscribe(() => {
    const { look } = read()
    if (look === known) return
    known = look
    listener(look)
  })
}

/** What the page says of the look counts. */
function paintIn(query: URLSearchParams): Partial<Paint> {
  const [accent, scheme, radius] = ['color', 'scheme', 'radius'].map((name) => query.get(name))
  return {
    ...(accent && { accent }),
    ...((scheme === 'light' || scheme === 'dark') && { scheme }),
    ...(radius && /^\d{1,2}$/.test(radius) && { radius: Number(radius) }),
  }
}

/** `de_CH` is written `de-CH`; what is no locale is none. */
function plainLocale(locale: string): string {
  const plain = locale.trim().replaceAll('_', '-')
  return /^[a-z0-9-]{2,35}$/i.test(plain) ? plain : ''
}

void main()
