/** Into the first field; where it is closed, or where focus would bring up a keyboard, to the heading. */
export function focusChat(): void {
  const fields = '.ask :is(input, select, textarea), .composer textarea'
  const field = document.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(fields)
  const isTouch = matchMedia('(pointer:coarse)').matches
  if (field && !field.disabled && !isTouch) field.focus()
  else document.querySelector<HTMLElement>('h1')?.focus()
}
