import { allCommands, type Command, commands, isCommand, prefix, type Shortcut } from './table.ts'

/** What an operator chose instead, by command; the empty text is no shortcut at all. */
export type OwnShortcuts = Readonly<Record<string, string>>
export type Shortcuts = Readonly<Record<Command, Shortcut | null>>

/** Why a command does not get a shortcut. */
export type ShortcutRefusal = { kind: 'taken'; by: Command } | { kind: 'unusable' }
export type ShortcutChange = { kind: 'changed'; own: OwnShortcuts } | ShortcutRefusal

const form = new RegExp(`^(?:${prefix} )?[^\\sA-Z]$`, 'u')

/** The own one, else the default, unless it is another command's own one. */
export function shortcutsOf(own: OwnShortcuts): Shortcuts {
  const chosen = Object.entries(own).filter(([name, shortcut]) => isCommand(name) && isUsable(shortcut))
  const taken = new Set(chosen.map(([, shortcut]) => shortcut))
  const fallback = (command: Command) => {
    const { shortcut } = commands[command]
    return shortcut !== null && taken.has(shortcut) ? null : shortcut
  }
  const known = new Map(chosen)
  const shortcutOf = (command: Command) => {
    if (own[command] === '') return null
    return known.get(command) ?? fallback(command)
  }
  return tableOf(shortcutOf)
}

/** While they are turned off. */
export const noShortcuts: Shortcuts = tableOf(() => null)

export function commandWith(shortcuts: Shortcuts, shortcut: Shortcut): Command | null {
  return allCommands.find((command) => shortcuts[command] === shortcut) ?? null
}

/** Two commands never share a shortcut: the second is refused it. */
export function withShortcut(own: OwnShortcuts, command: Command, shortcut: Shortcut): ShortcutChange {
  if (!isUsable(shortcut)) return { kind: 'unusable' }
  const by = commandWith(shortcutsOf(own), shortcut)
  if (by !== null && by !== command) return { kind: 'taken', by }
  const { [command]: _, ...others } = own
  return { kind: 'changed', own: commands[command].shortcut === shortcut ? others : { ...own, [command]: shortcut } }
}

export function withoutShortcut(own: OwnShortcuts, command: Command): OwnShortcuts {
  const { [command]: _, ...others } = own
  return commands[command].shortcut === null ? others : { ...own, [command]: '' }
}

/** Back to the default, unless another command has it by now. */
export function withDefault(own: OwnShortcuts, command: Command): ShortcutChange {
  const { shortcut } = commands[command]
  return shortcut === null
    ? { kind: 'changed', own: withoutShortcut(own, command) }
    : withShortcut(own, command, shortcut)
}

export function isOwn(own: OwnShortcuts, command: Command): boolean {
  return own[command] !== undefined
}

/** As keycaps, one after the other. */
export function capsOf(shortcut: Shortcut): string[] {
  return shortcut.split(' ').map((sign) => (/^[a-z]$/.test(sign) ? sign.toUpperCase() : sign))
}

/** In a sentence. */
export function captionOf(shortcut: Shortcut): string {
  return capsOf(shortcut).join(' ')
}

function isUsable(shortcut: string): boolean {
  return form.test(shortcut) && shortcut !== prefix
}

function tableOf(shortcutOf: (command: Command) => Shortcut | null): Shortcuts {
  return Object.fromEntries(allCommands.map((command) => [command, shortcutOf(command)])) as Shortcuts
}
