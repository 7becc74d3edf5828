import type { Shortcuts } from './shortcuts.ts'
import { allCommands, type Command, commands, type Section, type Shortcut, sections } from './table.ts'

export type HelpSection = { section: Section; rows: { command: Command; shortcut: Shortcut }[] }

/** What has a shortcut, by section. */
export function helpOf(shortcuts: Shortcuts): HelpSection[] {
  return sections.flatMap((section) => {
    const rows = allCommands.flatMap((command) => {
      const shortcut = shortcuts[command]
      return commands[command].section === section && shortcut !== null ? [{ command, shortcut }] : []
    })
    return rows.length === 0 ? [] : [{ section, rows }]
  })
}
