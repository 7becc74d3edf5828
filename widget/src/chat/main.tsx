// The chat in its frame: `/widget/chat?bot=…&site=…&locale=…&color=…`.
import { render } from 'preact'
import { openBridge } from '../bridge/page.ts'
import { openKeep } from '../connection/storage.ts'
import { directionOf } from '../texts/language.ts'
import { textsFor } from '../texts/texts.ts'
import { accentOf } from '../theme/accent.ts'
import '../theme/chat.css'
import { Chat } from './Chat.tsx'
import { createController } from './controller.ts'
import { TextsContext } from './texts-context.ts'

async function main(): Promise<void> {
  const query = new URLSearchParams(location.search)
  const asked = (name: string) => query.get(name) ?? ''
  const [bot, site] = [asked('bot'), asked('site')]
  const locale = plainLocale(asked('locale')) || navigator.language
  const bridge = openBridge(site)
  const controller = createController({ bot, site, locale }, openKeep(bot), bridge)
  bridge.ready()
  controller.start()
  paint(asked('color'))
  const texts = await textsFor(locale)
  document.documentElement.lang = texts.language
  document.documentElement.dir = directionOf(texts.language)
  document.title = texts.title
  render(
    <TextsContext.Provider value={texts}>
      <Chat controller={controller} />
    </TextsContext.Provider>,
    document.body,
  )
}

/** `de_CH` is written `de-CH`; what is no locale is none. */
function plainLocale(locale: string): string {
  const plain = locale.trim().replaceAll('_', '-')
  return /^[a-z0-9-]{2,35}$/i.test(plain) ? plain : ''
}

function paint(color: string): void {
  const { fill, onFill, onLight, onDark } = accentOf(color)
  const { style } = document.documentElement
  style.setProperty('--accent', fill)
  style.setProperty('--on-accent', onFill)
  style.setProperty('--accent-on-light', onLight)
  style.setProperty('--accent-on-dark', onDark)
}

void main()
