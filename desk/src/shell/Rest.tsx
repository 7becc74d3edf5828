import { type ReactNode, useDeferredValue } from 'react'

/**
 * [U-04] What follows the first screenful, or a switch: drawn right behind the picture that answers the input, and not in the
 * way of the next one.
 */
export function Rest({ children }: { children: ReactNode }) {
  return useIsFollowed() ? children : null
}

/** False for the first picture, true from the one right behind it. */
export function useIsFollowed(): boolean {
  return useDeferredValue(true, false)
}
