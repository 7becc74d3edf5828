import { type RefObject, useEffect, useRef } from 'react'

/** For a form: each time something was refused, the focus goes to the first field that needs a change. */
export function useFirstRefused(refusals: number): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])
  return form
}
