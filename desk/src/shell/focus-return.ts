import { useEffect } from 'react'

const overlay = '[role="dialog"], [role="menu"]'

/**
 * Whoever closes a dialog goes on where they were before it. Mantine sees to it only for dialogs that are there while they
 * are closed; ours come and go.
 */
export function useFocusReturn(): void {
  useEffect(() => {
    let origin: HTMLElement | null = null
    let isInside = false
    const follow = ({ target, relatedTarget }: FocusEvent) => {
      const wasInside = isInside
      isInside = isWithin(target)
      // From a menu into a dialog it is one way.
      if (isInside && !wasInside) origin = relatedTarget instanceof HTMLElement ? relatedTarget : null
    }
    const giveBack = () => {
      if (!isInside || document.activeElement !== document.body || document.querySelector(overlay) !== null) return
      isInside = false
      origin?.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(giveBack)
    observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', follow)
    return () => {
      observer.disconnect()
      document.removeEventListener('focusin', follow)
    }
  }, [])
}

function isWithin(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(overlay) !== null
}
