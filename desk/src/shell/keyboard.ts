/** The single-key commands of the inbox. */
export const commands = {
  next: 'j',
  previous: 'k',
  accept: 'y',
  decline: 'd',
  take_over: 't',
  hand_over: 'h',
  close: 'e',
  reply: 'r',
  note: 'n',
  transfer: 'a',
  details: 'i',
  search: '/',
  help: '?',
} as const

export type Command = keyof typeof commands

export type Press = {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  isTyping: boolean
  isDialogOpen: boolean
}

/**
 * Which command a key means; null while typing, in a dialog or with a modifier.
 * Layouts without Latin letters go by the place of the key.
 */
export function commandOf(press: Press): Command | null {
  if (press.isTyping || press.isDialogOpen || press.ctrlKey || press.metaKey || press.altKey) return null
  const key = isLatin(press.key) ? press.key.toLowerCase() : letterAt(press.code)
  for (const [command, letter] of Object.entries(commands)) {
    if (letter === key && isCommand(command)) return command
  }
  return null
}

/** Enter sends, Shift+Enter is a new line; while an input method composes, Enter belongs to it. */
export function isSend(press: { key: string; shiftKey: boolean; isComposing: boolean }): boolean {
  return press.key === 'Enter' && !press.shiftKey && !press.isComposing
}

export function isWritingPlace(element: { tagName: string; isContentEditable: boolean } | null): boolean {
  return element !== null && (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName))
}

function isLatin(key: string): boolean {
  return /^[\u0020-\u007e]$/.test(key)
}

function letterAt(code: string): string {
  if (code.startsWith('Key')) return code.slice(3).toLowerCase()
  return code === 'Slash' ? '/' : ''
}

function isCommand(name: string): name is Command {
  return Object.hasOwn(commands, name)
}
