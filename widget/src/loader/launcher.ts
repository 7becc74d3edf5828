import { counted } from '../texts/fill.ts'
import { directionOf } from '../texts/language.ts'
import type { Dress } from './look.ts'
import { buttonStyles, panelStyles } from './styles.ts'

export type Launcher = {
  button: HTMLButtonElement
  /** Made for whoever asks for it first. */
  panel(): HTMLElement
  wear(dress: Dress): void
  show(isOpen: boolean): void
  tellUnread(count: number): void
}

const talk =
  'M5.5 18.5 4 21.5l4.6-1.3c1 .4 2.2.6 3.4.6 4.9 0 8.9-3.7 8.9-8.4S16.9 4 12 4s-8.9 3.7-8.9 8.4c0 2.4.9 4.5 2.4 6.1ZM8.5 11h7M8.5 14.2h4.5'
const down = 'm6 9.5 6 6 6-6'

/** What all of it is in. It takes no place on the page before the button is built. */
export function createHost(): HTMLElement {
  const host = document.createElement('baton-widget')
  host.hidden = true
  return host
}

/**
 * [V-02] Built of elements, never of markup: pages that demand trusted types take it too. What no page shows before a click
 * is not made before it.
 */
export function buildLauncher(host: HTMLElement, first: Dress): Launcher {
  const root = host.attachShadow({ mode: 'closed' })
  applyStyles(root, buttonStyles)
  const button = element('button', '')
  button.type = 'button'
  button.append(sign('talk', talk))
  root.append(button)
  const added = (className: string) => {
    const part = element('span', className)
    button.append(part)
    return part
  }

  let dress = first
  let isShown = false
  let unread = 0
  let label: HTMLElement | null = null
  let badge: HTMLElement | null = null
  let panel: HTMLElement | null = null
  const describe = () => {
    const { side, scheme, texts, colors, distance } = dress
    const open = unread > 0 ? counted(texts.openUnread, unread, texts.language) : texts.open
    const words = isShown ? texts.close : open
    // What is read on it is part of its name.
    button.setAttribute('aria-label', dress.label === null ? words : `${dress.label} – ${words}`)
    button.setAttribute('aria-expanded', String(isShown))
    button.className = [side, dress.label === null ? '' : 'text', isShown ? 'open' : ''].join(' ')
    button.style.cssText = `--fill:${colors.fill};--onFill:${colors.onFill};--ring:${colors.ring};--rim:${colors.rim};--away:${distance}px`
    // The page may be in another language.
    host.lang = texts.language
    host.dir = directionOf(texts.language)
    if (dress.label !== null) label ??= added('label')
    if (label) {
      label.dir = 'auto'
      label.textContent = dress.label
    }
    if (unread > 0) badge ??= added('badge')
    if (badge) {
      badge.hidden = isShown || unread === 0
      badge.textContent = unread > 99 ? '99+' : String(unread)
    }
    if (panel) {
      panel.className = `panel ${side} ${scheme}`
      panel.hidden = !isShown
      panel.style.setProperty('--away', `${distance}px`)
      panel.style.setProperty('--radius', `${dress.radius}px`)
    }
  }
  const hasPanel = () => {
    if (panel) return panel
    applyStyles(root, panelStyles)
    button.append(sign('down', down))
    panel = element('div', '')
    panel.id = 'panel'
    panel.hidden = true
    button.setAttribute('aria-controls', panel.id)
    root.prepend(panel)
    return panel
  }
  describe()
  host.hidden = false
  return {
    button,
    panel: hasPanel,
    wear(next) {
      dress = next
      describe()
    },
    show(isOpen) {
      isShown = isOpen
      hasPanel()
      describe()
    },
    tellUnread(count) {
      unread = count
      describe()
    },
  }
}

/** Adopted style sheets need no permission of the page's content security policy; style elements would. */
function applyStyles(root: ShadowRoot, styles: string): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  } catch {
    const style = document.createElement('style')
    style.textContent = styles
    root.append(style)
  }
}

function element<Name extends 'button' | 'span' | 'div'>(name: Name, className: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.className = className
  return made
}

function sign(className: string, path: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', className)
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  shape.setAttribute('d', path)
  svg.append(shape)
  return svg
}
