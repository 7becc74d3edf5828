// The script a site includes: `<script async src="…/widget.js" data-bot="…"></script>`. Its one global is `Baton`, which
// may be a list of commands before this runs: `window.Baton = window.Baton || []; Baton.push(['open'])`.

import { type Command, commandsIn, runCommand } from './commands.ts'
import { ownScript, readOptions } from './options.ts'
import { startWidget, type Widget } from './widget.ts'

/** Commands may be pushed, as before it came, or called. */
type Global = ((...command: Command) => void) & Widget & { push(...commands: Command[]): void }

function start(): void {
  const options = readOptions(ownScript())
  // Included twice: the first one stays.
  if (options === null || document.querySelector('baton-widget') !== null) return
  const page = window as unknown as Record<string, unknown>
  const { name } = options
  const waiting = commandsIn(page[name])
  const widget = startWidget(options, () => {
    if (page[name] === global) delete page[name]
  })
  const global: Global = Object.assign((...command: Command) => runCommand(widget, command), widget, {
    push(...commands: Command[]) {
      for (const command of commands) runCommand(widget, command)
    },
  })
  // What is the page's own is left to it; `data-global` names another place.
  if (waiting !== null) page[name] = global
  for (const command of waiting ?? []) runCommand(widget, command)
}

start()
