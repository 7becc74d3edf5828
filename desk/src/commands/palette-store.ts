import { createSpotlight } from '@mantine/spotlight'
import { flushSync } from 'react-dom'

const [store, palette] = createSpotlight()

export const paletteStore = store

/** What had the focus before: it gets it back, and then what is run may move it. */
let origin: Element | null = null

export function openPalette(): void {
  origin = document.activeElement
  palette.open()
}

export const leavePalette = palette.close

/** Gone at once: the next key is another's already. */
export function closePalette(): void {
  flushSync(palette.close)
  returnFocus()
}

export function returnFocus(): void {
  if (origin instanceof HTMLElement) origin.focus({ preventScroll: true })
  origin = null
}

export function isPaletteOpen(): boolean {
  return store.getState().opened
}
