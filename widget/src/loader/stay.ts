// [V-06] Pages that swap their content for that of the next one stay the same page: the button stays, or comes back.

/** A page that takes it away again and again means it. */
const mostReturns = 50

/** Beside the body, not in it: single-page sites replace the body. `onMoved`: what is in it was loaded anew. Answers how to stop. */
export function stayOnPage(host: HTMLElement, onMoved: () => void): () => void {
  let returns = 0
  const place = () => document.documentElement?.append(host)
  const observer = new MutationObserver(() => {
    watch()
    if (host.isConnected || returns === mostReturns) return
    returns += 1
    onMoved()
    place()
  })
  // A document that is written anew has another root.
  const watch = () => {
    observer.observe(document, { childList: true })
    if (document.documentElement) observer.observe(document.documentElement, { childList: true })
  }
  place()
  watch()
  return () => observer.disconnect()
}
