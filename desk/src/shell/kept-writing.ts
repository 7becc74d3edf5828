import { keepHere } from './navigation.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

/** What is filled in to be sent; where somebody only looks for something nothing is lost. */
const fields = '[role="dialog"] :is(textarea, form input:not([type="checkbox"], [type="radio"]))'

/** Back and Forward of the browser take no dialog away in which somebody has written something: `tell` says so. Call what it answers to end it. */
export function keepWriting(tell: () => void): () => void {
  let written: Field[] = []
  const note = ({ target }: Event) => {
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    if (isField && target.matches(fields)) written = [...written.filter(isThere), target]
  }
  const release = keepHere(() => {
    const isKept = written.some((field) => isThere(field) && field.value.trim() !== '')
    if (isKept) tell()
    return isKept
  })
  document.addEventListener('input', note)
  return () => {
    release()
    document.removeEventListener('input', note)
  }
}

function isThere({ isConnected }: Field): boolean {
  return isConnected
}
