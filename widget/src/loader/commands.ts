import type { Listener, Moment, Widget } from './widget.ts'

/** What the page may ask for, also before the script has come. */
export type Command =
  | ['open' | 'close' | 'toggle' | 'shutdown']
  | ['say', string]
  | ['setVariables', Record<string, unknown>]
  | ['on', Moment, Listener]

const plain = ['open', 'close', 'toggle', 'shutdown']

/** An unknown command is left out: an older script must not break a newer page. */
export function runCommand(widget: Widget, command: Command): void {
  if (!Array.isArray(command)) return
  const [name, first, second] = command
  if (name === 'say') widget.say(first)
  else if (name === 'setVariables') widget.setVariables(first)
  else if (name === 'on') widget.on(first, second)
  else if (plain.includes(name)) widget[name]()
}
