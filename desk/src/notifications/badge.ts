import mark from '../mark.svg'
import markWithDot from '../mark-dot.svg'

/** [U-13] How much waits: in the title, as a dot in the tab, and on the icon of the installed desk. */
export function showBadge(title: string, count: number): void {
  document.title = count > 0 ? `(${count}) ${title}` : title
  const icon = document.querySelector('link[rel="icon"]')
  const wanted = count > 0 ? markWithDot : mark
  if (icon?.getAttribute('href') !== wanted) icon?.setAttribute('href', wanted)
  if (!('setAppBadge' in navigator)) return
  const shown = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()
  // A desk that is not installed has no icon.
  shown.catch(() => {})
}
