// The buttons that add something, found from where the focus is: what a key adds is what the button beside it would.

/** The one that adds an action to the list around a place, or to the list of the item around it. */
export function nearestAdd(from: Element | null): HTMLElement | null {
  for (let place = placeAround(from); place !== null; place = placeAround(place.parentElement)) {
    // An action may have several triggers: which of them is meant its own buttons say.
    if (place.matches('[data-action]')) continue
    const button = [...place.querySelectorAll<HTMLElement>('[data-add]')].find(({ dataset }) =>
      isOwn(dataset.add ?? '', place.getAttribute('data-path') ?? ''),
    )
    if (button !== undefined) return button
  }
  return null
}

/** The one that adds an action right to the node that is being edited. */
export function ownAdd(root: HTMLElement): HTMLElement | null {
  return [...root.querySelectorAll<HTMLElement>('[data-add]')].at(-1) ?? null
}

/** The one that adds an item to the list of items around a place. */
export function nearestItemAdd(from: Element | null): HTMLElement | null {
  return from?.closest('fieldset')?.querySelector<HTMLElement>(':scope > button') ?? null
}

function placeAround(element: Element | null): Element | null {
  return element?.closest('[data-path]') ?? null
}

/** The list itself, or one that stands directly in the item. */
function isOwn(list: string, place: string): boolean {
  return list === place || (list.startsWith(`${place}.`) && !/[.[]/.test(list.slice(place.length + 1)))
}
