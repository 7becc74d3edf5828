/** Into the field; where it is closed, or where focus would bring up a keyboard, to the heading. */
export function focusChat(): void {
  const field = document.querySelector<HTMLTextAreaElement>('.composer textarea')
  const isTouch = matchMedia('(pointer:coarse)').matches
  if (field && !field.disabled && !isTouch) field.focus()
  else document.querySelector<HTMLElement>('h1')?.focus()
}
