import { randomId } from '../../api/random-id.ts'
import { drafts } from '../../api/writing.ts'
import { attachments } from './attachments.ts'
import { DraftBook } from './draft-book.ts'
import { SharedOutbox, stayAlive, whenPageGone } from './shared-outbox.ts'

type Writing = { operator: string; outbox: SharedOutbox; book: DraftBook }

const page = randomId()
let writing: Writing | null = null

/** What the operator of this page has written: for as long as the page lives, whichever conversation is open. */
export function writingOf(operator: string): Writing {
  if (writing?.operator === operator) return writing
  stayAlive(page)
  const next: Writing = {
    operator,
    outbox: new SharedOutbox(operator, localStorage, page, whenPageGone),
    book: new DraftBook(operator, localStorage, drafts),
  }
  window.addEventListener('storage', ({ key }) => {
    next.outbox.storageChanged(key)
    next.book.storageChanged(key)
  })
  const look = () => {
    if (document.visibilityState === 'visible') void next.book.pull()
  }
  window.addEventListener('focus', look)
  document.addEventListener('visibilitychange', look)
  window.addEventListener('beforeunload', (event) => {
    if (attachments.holdsFiles()) event.preventDefault()
  })
  writing = next
  return next
}
