/** What a key says of itself; the names are the browser's. */
export type Press = {
  key: string
  code: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  /** AltGr, which some systems tell as neither Alt nor Ctrl. */
  isAltGraph: boolean
  isComposing: boolean
}

/** `isByPlace`: told from where the key is, since its layout has no Latin letter there. */
export type Sign = { sign: string; isByPlace: boolean }

/**
 * [U-02] The sign that a key means, small where it is a letter; null with a modifier, for keys without one, and while an
 * input method composes. `goesByPlace`: the key before it was told by its place, so the layout is not a Latin one, whatever
 * sign this key has there.
 */
export function signOf(press: Press, goesByPlace = false): Sign | null {
  if (press.isComposing || press.ctrlKey || press.metaKey || press.altKey || press.isAltGraph) return null
  if (isNamed(press.key)) return null
  const atPlace = signAt(press)
  const byPlace = atPlace === null ? null : { sign: atPlace, isByPlace: true }
  if (goesByPlace && byPlace !== null) return byPlace
  return isOfLatinLayout(press.key) ? { sign: press.key.toLowerCase(), isByPlace: false } : byPlace
}

/** ⌘K on a Mac, Ctrl+K elsewhere: Ctrl+K on a Mac deletes to the end of the line. */
export function isPaletteChord(press: Press, isMac: boolean): boolean {
  const [wanted, other] = isMac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  if (!wanted || other || press.shiftKey || press.altKey || press.isAltGraph || press.isComposing) return false
  return signOf({ ...press, ctrlKey: false, metaKey: false })?.sign === 'k'
}

export function pressOf(event: KeyboardEvent): Press {
  const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event
  return {
    ...{ key, code, shiftKey, ctrlKey, metaKey, altKey },
    isAltGraph: event.getModifierState('AltGraph'),
    // Safari ends the composition before it tells of the key that ended it.
    isComposing: event.isComposing || event.keyCode === composingKeyCode,
  }
}

/** What browsers tell of a key that an input method has taken. */
const composingKeyCode = 229

/** Enter sends, Shift+Enter is a new line; while an input method composes, Enter belongs to it. */
export function isSend(press: { key: string; shiftKey: boolean; isComposing: boolean }): boolean {
  return press.key === 'Enter' && !press.shiftKey && !press.isComposing
}

export function isWritingPlace(element: { tagName: string; isContentEditable: boolean } | null): boolean {
  return element !== null && (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName))
}

const withoutText = ['radio', 'checkbox', 'button', 'submit', 'file', 'color', 'range']

/** Where a letter is text, or chooses in a list: a switch, say, is a field that takes none. */
export function takesLetters(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false
  return isWritingPlace(element) && !(element instanceof HTMLInputElement && withoutText.includes(element.type))
}

/** Enter, Dead, Process, F5, and the space bar, which presses buttons. */
function isNamed(key: string): boolean {
  return key === ' ' || (key.length > 1 && /^\p{ASCII}+$/u.test(key))
}

/** Latin letters with and without accents, and the signs that stand on keyboards beside them. */
function isOfLatinLayout(key: string): boolean {
  return /^[\u0021-\u024f]$/.test(key)
}

function signAt({ code, shiftKey }: Press): string | null {
  if (code.startsWith('Key')) return code.slice('Key'.length).toLowerCase()
  if (code === 'Slash') return shiftKey ? '?' : '/'
  return code.startsWith('Digit') && !shiftKey ? code.slice('Digit'.length) : null
}
