import { boolean, fallback, number, object, oneOf, type Shaped } from '../api/shape.ts'
import { useStore } from '../live/hooks.ts'
import { Store } from '../live/store.ts'

const place = 'baton.designer.view'

const viewShape = object({
  kind: fallback(oneOf('canvas', 'outline'), 'canvas'),
  sideWidth: fallback(number, 400),
  hasFigures: fallback(boolean, true),
})

/** How this browser shows the designer. */
export type View = Shaped<typeof viewShape>

const view = new Store<View>(read())

export function useView(): View {
  return useStore(view)
}

export function changeView(change: Partial<View>): void {
  view.update((current) => ({ ...current, ...change }))
  try {
    localStorage.setItem(place, JSON.stringify(view.get()))
  } catch {
    // Without storage it lasts as long as the page.
  }
}

function read(): View {
  try {
    return viewShape(JSON.parse(localStorage.getItem(place) ?? '{}'), '')
  } catch {
    return viewShape({}, '')
  }
}
