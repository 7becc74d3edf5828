// The chat as the desk shows it while somebody sets it up: the real one, with a talk that never was. It opens no session.

import { accentOf } from '@baton/core/accent'
import { launcherColorsOf, launcherLookOf, type PreviewNews, type PreviewWish, previewMark } from '@baton/core/protocol'
import { render } from 'preact'
import { isFields } from '../connection/fields.ts'
import type { Keep } from '../connection/storage.ts'
import { buildLauncher, createHost } from '../loader/launcher.ts'
import { dressOf } from '../loader/look.ts'
import { textsFor } from '../texts/texts.ts'
import { paint } from '../theme/paint.ts'
import type { Controller } from './controller.ts'
import { createStore, type Store } from './model.ts'
import { Root } from './Root.tsx'
import { sampleModel } from './sample.ts'

/** [S-14] Only the desk that frames it is heard: its window, and its origin, which is that of the chat. */
export function startPreview(): void {
  const { parent } = window
  if (parent === window) return
  const tell = (news: PreviewNews) => parent.postMessage(news, location.origin)
  const store = createStore()
  const show = shower(store)
  addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
    if (source !== parent || origin !== location.origin || !isWish(data)) return
    void show(data).then(() => {
      const { onLight, onDark } = accentOf(data.settings.theme.accent)
      tell({ mark: previewMark, type: 'shown', onLight, onDark })
    })
  })
  tell({ mark: previewMark, type: 'ready' })
}

function isWish(data: unknown): data is PreviewWish {
  return isFields(data) && data.mark === previewMark && data.type === 'show'
}

/** Draws wish after wish; each of another language or form begins anew, so that nothing of the last one is left in it. */
function shower(store: Store): (wish: PreviewWish) => Promise<void> {
  const controller = inert(store)
  let stopPainting = () => {}
  let launcher: HTMLElement | null = null
  let drawn = ''
  return async (wish) => {
    const { settings, state, scheme, locale } = wish
    const model = sampleModel(wish, new Date().toISOString())
    const texts = await textsFor(model.look.language ?? locale)
    launcher?.remove()
    stopPainting()
    const shownScheme = model.look.scheme === 'system' ? scheme : model.look.scheme
    stopPainting = paint(document.documentElement, { ...model.look, scheme: shownScheme })
    const next = `${texts.language} ${state} ${JSON.stringify(model.form)}`
    if (drawn !== next || state === 'launcher') render(null, document.body)
    drawn = next
    if (state === 'launcher') {
      document.documentElement.lang = texts.language
      const look = { ...launcherLookOf(settings, locale), colors: launcherColorsOf(settings.theme.accent) }
      // Its own words are heard, not seen, and belong to the loader.
      const words = { ...texts, open: texts.title, openUnread: { other: texts.title } }
      launcher = createHost()
      buildLauncher(launcher, dressOf({ side: null }, look, words))
      document.body.append(launcher)
      return
    }
    store.change(model)
    render(<Root key={next} controller={controller} first={texts} />, document.body)
  }
}

/** Everything can be looked at and written in, and nothing goes anywhere. */
function inert(store: Store): Controller {
  const nothing = () => {}
  const never = async () => false
  const keep: Keep = { read: () => null, write: nothing, clear: nothing, onChange: nothing }
  return {
    store,
    keep,
    start: nothing,
    startLate: nothing,
    say: () => false,
    choose: nothing,
    upload: nothing,
    retry: nothing,
    discard: nothing,
    tellTyping: nothing,
    close: nothing,
    forms: {
      askFirst: () => false,
      holdsBack: () => false,
      follow: nothing,
      submit: nothing,
      dismiss: nothing,
      leave: nothing,
    },
    ending: { stay: never, noteWriting: nothing },
    farewell: { end: never, rate: never, download: never, mail: never },
  }
}
