// The script a site includes: `<script async src="…/widget.js" data-bot="…"></script>`. Its one global is `Baton`, which
// may be a list of commands before this runs: `window.Baton = window.Baton || []; Baton.push(['open'])`.

import { type Command, runCommand } from './commands.ts'
import { ownScript, readOptions } from './options.ts'
import { startWidget, type Widget } from './widget.ts'

type Global = Widget & { push(...commands: Command[]): void }

declare global {
  interface Window {
    Baton?: Global | Command[] | undefined
  }
}

function start(): void {
  const before = window.Baton
  const options = readOptions(ownScript())
  // Included twice: the first one stays.
  if (options === null || (before !== undefined && !Array.isArray(before))) return
  const widget = startWidget(options, () => {
    if (window.Baton === global) delete window.Baton
  })
  const global: Global = {
    ...widget,
    push: (...commands) => {
      for (const command of commands) runCommand(widget, command)
    },
  }
  window.Baton = global
  global.push(...(before ?? []))
}

start()
