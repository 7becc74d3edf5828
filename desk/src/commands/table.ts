import type { SetupPage } from '../shell/setup-pages.ts'

/** The order in which the palette, the help and the profile show them. */
export const sections = ['conversation', 'inbox', 'go', 'you', 'look', 'help'] as const
export type Section = (typeof sections)[number]

/** One sign, or the prefix, a space and a sign. Letters are small ones. */
export type Shortcut = string

/** Begins the way to a place: it is no shortcut alone. */
export const prefix = 'g'

type Described = { section: Section; shortcut: Shortcut | null }

const described = {
  accept: { section: 'conversation', shortcut: 'y' },
  decline: { section: 'conversation', shortcut: 'd' },
  take_over: { section: 'conversation', shortcut: 't' },
  take_from: { section: 'conversation', shortcut: null },
  reply: { section: 'conversation', shortcut: 'r' },
  note: { section: 'conversation', shortcut: 'n' },
  attach: { section: 'conversation', shortcut: 'u' },
  emoji: { section: 'conversation', shortcut: null },
  canned: { section: 'conversation', shortcut: null },
  transfer: { section: 'conversation', shortcut: 'a' },
  hand_over: { section: 'conversation', shortcut: 'h' },
  close: { section: 'conversation', shortcut: 'e' },
  snooze: { section: 'conversation', shortcut: 's' },
  undo: { section: 'conversation', shortcut: 'z' },
  lock: { section: 'conversation', shortcut: null },
  mark_unread: { section: 'conversation', shortcut: 'm' },
  details: { section: 'conversation', shortcut: 'i' },
  diagnostics: { section: 'conversation', shortcut: null },
  download_text: { section: 'conversation', shortcut: null },
  download_html: { section: 'conversation', shortcut: null },
  download_json: { section: 'conversation', shortcut: null },
  why: { section: 'conversation', shortcut: null },
  tag: { section: 'conversation', shortcut: null },
  whisper: { section: 'conversation', shortcut: 'w' },
  next: { section: 'inbox', shortcut: 'j' },
  previous: { section: 'inbox', shortcut: 'k' },
  search: { section: 'inbox', shortcut: '/' },
  pick: { section: 'inbox', shortcut: 'x' },
  pick_all: { section: 'inbox', shortcut: null },
  pick_none: { section: 'inbox', shortcut: null },
  bulk_assign: { section: 'inbox', shortcut: null },
  bulk_close: { section: 'inbox', shortcut: null },
  bulk_tag: { section: 'inbox', shortcut: null },
  bulk_snooze: { section: 'inbox', shortcut: null },
  save_filter: { section: 'inbox', shortcut: null },
  clear_filter: { section: 'inbox', shortcut: null },
  back: { section: 'inbox', shortcut: null },
  go_inbox: { section: 'go', shortcut: 'g i' },
  go_requested: { section: 'go', shortcut: 'g r' },
  go_mine: { section: 'go', shortcut: 'g m' },
  go_all: { section: 'go', shortcut: 'g a' },
  go_mentions: { section: 'go', shortcut: 'g n' },
  go_team: { section: 'go', shortcut: 'g o' },
  go_figures: { section: 'go', shortcut: 'g f' },
  go_wallboard: { section: 'go', shortcut: 'g w' },
  go_designer: { section: 'go', shortcut: 'g d' },
  go_operators: { section: 'go', shortcut: 'g s' },
  go_groups: { section: 'go', shortcut: null },
  go_bots: { section: 'go', shortcut: null },
  go_channels: { section: 'go', shortcut: null },
  go_workspace: { section: 'go', shortcut: null },
  go_keys: { section: 'go', shortcut: null },
  go_audit: { section: 'go', shortcut: null },
  go_replies: { section: 'go', shortcut: null },
  go_profile: { section: 'go', shortcut: 'g p' },
  status_online: { section: 'you', shortcut: null },
  status_busy: { section: 'you', shortcut: null },
  status_away: { section: 'you', shortcut: null },
  status_offline: { section: 'you', shortcut: null },
  notifications: { section: 'you', shortcut: null },
  sign_out: { section: 'you', shortcut: null },
  scheme_system: { section: 'look', shortcut: null },
  scheme_light: { section: 'look', shortcut: null },
  scheme_dark: { section: 'look', shortcut: null },
  density_comfortable: { section: 'look', shortcut: null },
  density_compact: { section: 'look', shortcut: null },
  help: { section: 'help', shortcut: '?' },
  shortcuts: { section: 'help', shortcut: null },
} as const satisfies Record<string, Described> & Record<`go_${SetupPage}`, Described>

/** Something that an operator can set going at the desk. */
export type Command = keyof typeof described

/** Everything there is: shortcuts, help, palette and profile are drawn from here. */
export const commands: Readonly<Record<Command, Described>> = described

export const allCommands: readonly Command[] = Object.keys(commands).filter(isCommand)

export function isCommand(name: string): name is Command {
  return Object.hasOwn(described, name)
}
