/** [U-04] Everything that somebody does at the desk, each with one input and what is to be seen of it at once. */
import type { Command } from '../desk/src/commands/table.ts'
import type { InputEvent, Kind, Stage } from './desk-stage.ts'

/** `seen`: an expression in the page that is false before and true once the input shows. */
export type Act = {
  event: InputEvent
  /** What is open when it begins, another one each time. */
  on?: Kind
  /** How often in a round; the first and the last are told. Usually three times. */
  uses?: number
  before?(stage: Stage): Promise<unknown>
  input(stage: Stage): Promise<unknown>
  seen: string | ((stage: Stage) => string | Promise<string>)
  after?(stage: Stage): Promise<unknown>
}

type More = Partial<Pick<Act, 'on' | 'uses' | 'before' | 'after'>>
type Seen = Act['seen']

const banner = (words: string) => `bench.shown('#conversation strong[role=status]', '${words}')`
const isMine = banner('You hold this conversation')
const dialog = (words: string) => `bench.shown('[role=dialog] h2', '${words}')`
const undoBar = 'bench.shown(\'section[aria-label="What can be undone"]\')'
const writing = (label: string) => `document.activeElement?.ariaLabel?.startsWith('${label}')`
const toolbar = "bench.shown('[role=toolbar]')"
const offers = 'section[aria-label="What you are asked to take"]'
const opened = "document.querySelector('[data-row] a[aria-current=true]')?.href"
const colors = (scheme: string) => `document.documentElement.dataset.mantineColorScheme === '${scheme}'`
const density = (value: string) => `document.documentElement.dataset.density === '${value}'`
const status = (words: string) => `bench.shown('nav button[aria-label="Your status: ${words}"]')`
const details = "bench.shown('aside[aria-label=Details]')"
const hints = "bench.shown('#conversation kbd')"
const saving = "bench.shown('button[data-loading]')"
const log = '#conversation [role=log]'

/** By its key, as whoever works here all day does. */
function byKey(key: string, seen: Seen, more: More = {}): Act {
  return { event: 'keydown', input: (stage) => stage.key(key), seen, ...more }
}

/** By its name: Enter in the palette. */
function byName(command: Command, seen: Seen, { before, ...more }: More = {}): Act {
  return byKey('Enter', seen, {
    ...more,
    before: async (stage) => {
      await before?.(stage)
      await stage.find(command)
    },
  })
}

function byClick(selector: string, seen: Seen, more: More = {}): Act {
  return { event: 'pointerup', input: (stage) => stage.page.locator(selector).first().click(), seen, ...more }
}

/** What was not so becomes so, and the other way round. */
function turns(expression: string): Seen {
  return async (stage) => ((await stage.holds(expression)) ? `!(${expression})` : expression)
}

/** The next ones need it. */
async function shownAgain(stage: Stage, expression: string, command: Command): Promise<void> {
  if (!(await stage.holds(expression))) await stage.command(command)
  await stage.until(expression)
}

const closing: More = { after: (stage) => stage.closeDialog() }

/** Another place, with its own heading; from the profile, or to it from the inbox. */
function place(command: Command, path: string, more = 'true'): Act {
  const seen = async (stage: Stage) => {
    const before = await stage.page.evaluate<string>(heading)
    return `location.pathname === '${path}' && (${heading}) !== ${JSON.stringify(before)} && (${heading}) !== '' && ${more}`
  }
  const from = command === 'go_profile' ? '/' : '/profile'
  return byName(command, seen, { before: (stage) => settled(stage, from) })
}

const heading = "[...document.querySelectorAll('h1')].map((one) => one.textContent).join()"
const tab = (words: string) => `bench.shown('[role=tab][aria-selected=true]', '${words}')`

async function settled(stage: Stage, path: string): Promise<void> {
  await stage.goTo(path)
  await stage.until(`location.pathname === '${path}' && (${heading}) !== ''`)
  await stage.letGo()
}

/** Something else is chosen before, so that there is something to choose. */
function choice(command: Command, other: Command, seen: string): Act {
  return byName(command, seen, {
    before: async (stage) => {
      if (await stage.holds(seen)) await stage.command(other)
      await stage.until(`!(${seen})`)
    },
  })
}

async function openedInAll(stage: Stage): Promise<void> {
  await stage.goTo('/')
  await stage.until("document.querySelector('[role=tab]') !== null")
  if (!(await stage.holds(tab('All')))) await stage.command('go_all')
  await stage.page.locator('[data-row]').first().waitFor()
  await stage.letGo()
  await stage.key('j')
  await stage.until(`${opened} !== undefined`)
}

async function nothingPicked(stage: Stage): Promise<void> {
  await stage.letGo()
  if (await stage.holds(toolbar)) await stage.key('Escape')
  await stage.until(`!${toolbar}`)
}

/** Three of those that are mine. */
async function picked(stage: Stage): Promise<void> {
  await stage.goTo('/')
  await stage.page.getByRole('tab', { name: /^Mine/ }).click()
  await stage.until(`${tab('Mine')} && document.querySelector('[data-row]') !== null`)
  await nothingPicked(stage)
  await stage.key('j')
  await stage.key('x')
  await stage.key('Shift+J')
  await stage.key('Shift+J')
  await stage.page.getByRole('toolbar').getByText('3 selected').waitFor()
}

const picking: More = {
  before: picked,
  after: async (stage) => {
    if (await stage.holds("bench.shown('[role=dialog]')")) await stage.closeDialog()
    await nothingPicked(stage)
  },
}

async function narrowed(stage: Stage): Promise<void> {
  await stage.goTo('/')
  await stage.page.getByRole('searchbox').fill(stage.newWord())
  await stage.page.getByRole('button', { name: 'Save this filter' }).waitFor()
  await stage.letGo()
}

async function widened(stage: Stage): Promise<void> {
  if (await stage.holds("bench.shown('[role=dialog]')")) await stage.closeDialog()
  const clear = stage.page.getByRole('button', { name: 'Clear all' })
  if ((await clear.count()) > 0) await clear.click()
  await clear.waitFor({ state: 'detached' })
}

const offerOf = async (stage: Stage) => {
  const name = await stage.page.locator(`${offers} a`).first().textContent()
  return `!bench.shown('${offers} a', '${name}')`
}
const asked: More = { before: (stage) => stage.page.locator(`${offers} a`).first().waitFor() }

/** Each command of the one table: without an entry here nothing of this compiles, or runs. `left`: why it is not measured. */
export const ofCommands: Record<Command, Act | { left: string }> = {
  accept: byKey('y', offerOf, asked),
  decline: byKey('d', offerOf, asked),
  take_over: byKey('t', isMine, { on: 'chatbot' }),
  take_from: byName('take_from', isMine, { on: 'colleagues' }),
  reply: byKey('r', writing('Reply to'), { on: 'mine', after: (stage) => stage.letGo() }),
  note: byKey('n', writing('Internal note'), { on: 'mine', after: (stage) => stage.letGo() }),
  attach: { left: 'opens the file chooser of the system; what is chosen is measured' },
  emoji: byName('emoji', "bench.shown('#emoji-grid [role=option]')", {
    on: 'mine',
    after: async (stage) => {
      await stage.key('Escape')
      await stage.page.locator('#emoji-grid').waitFor({ state: 'detached' })
    },
  }),
  canned: byName('canned', "bench.shown('#canned-replies [role=option]')", { on: 'mine' }),
  transfer: byKey('a', dialog('Transfer conversation'), { on: 'mine', ...closing }),
  hand_over: byKey('h', dialog('Hand over to the chatbot'), { on: 'mine', ...closing }),
  close: byKey('e', banner('Closed'), { on: 'mine', after: (stage) => stage.key('z') }),
  snooze: byKey('s', dialog('Snooze'), { on: 'mine', ...closing }),
  undo: byKey('z', isMine, {
    on: 'mine',
    before: async (stage) => {
      await stage.key('e')
      await stage.until(banner('Closed'))
    },
  }),
  lock: byName('lock', "bench.shown('#conversation header span', 'Locked')", { on: 'mine' }),
  mark_unread: { left: 'stays until more is read: it cannot be done again and again' },
  details: byKey('i', turns(details), { on: 'mine', after: (stage) => shownAgain(stage, details, 'details') }),
  diagnostics: byName('diagnostics', turns("bench.shown('#conversation header [aria-pressed=true]')"), { on: 'mine' }),
  download_text: { left: 'the browser shows what it downloads' },
  download_html: { left: 'the browser shows what it downloads' },
  download_json: { left: 'the browser shows what it downloads' },
  why: byName('why', dialog('Why'), { on: 'mine', ...closing }),
  tag: byName('tag', writing('Add a tag'), { on: 'mine', after: (stage) => stage.letGo() }),
  whisper: byKey('w', writing('Internal note'), {
    before: (stage) => stage.open('colleagues', 'team'),
    after: (stage) => stage.letGo(),
  }),
  next: byKey('j', async (stage) => `${opened} !== '${await stage.page.evaluate(opened)}'`, { before: openedInAll }),
  previous: byKey('k', async (stage) => `${opened} !== '${await stage.page.evaluate(opened)}'`, {
    before: async (stage) => {
      await openedInAll(stage)
      const before = await stage.page.evaluate(opened)
      await stage.key('j')
      await stage.until(`${opened} !== '${before}'`)
    },
  }),
  search: byKey('/', "document.activeElement?.type === 'search'", {
    before: openedInAll,
    after: (stage) => stage.letGo(),
  }),
  pick: byKey('x', toolbar, { before: openedInAll, after: nothingPicked }),
  pick_all: byName('pick_all', toolbar, { before: openedInAll, after: nothingPicked }),
  pick_none: byName('pick_none', `!${toolbar}`, picking),
  bulk_assign: byName('bulk_assign', dialog('Assign 3 conversations'), picking),
  bulk_close: byName('bulk_close', undoBar, { before: picked, after: (stage) => stage.key('z') }),
  bulk_tag: byName('bulk_tag', dialog('Tag 3 conversations'), picking),
  bulk_snooze: byName('bulk_snooze', dialog('Snooze 3 conversations'), picking),
  save_filter: byName('save_filter', dialog('Save the filter'), { before: narrowed, after: widened }),
  clear_filter: byName('clear_filter', "document.querySelector('[type=search]').value === ''", { before: narrowed }),
  back: byName('back', "bench.shown('#conversation', 'No conversation')", { on: 'mine' }),
  go_inbox: place('go_inbox', '/'),
  go_requested: place('go_requested', '/', tab('Requested')),
  go_mine: place('go_mine', '/', tab('Mine')),
  go_all: place('go_all', '/', tab('All')),
  go_mentions: place('go_mentions', '/'),
  go_team: place('go_team', '/team'),
  go_figures: place('go_figures', '/figures'),
  go_wallboard: place('go_wallboard', '/wallboard'),
  go_designer: place('go_designer', '/designer'),
  go_operators: place('go_operators', '/setup/operators'),
  go_groups: place('go_groups', '/setup/groups'),
  go_bots: place('go_bots', '/setup/bots'),
  go_channels: place('go_channels', '/setup/channels'),
  go_workspace: place('go_workspace', '/setup/workspace'),
  go_keys: place('go_keys', '/setup/keys'),
  go_audit: place('go_audit', '/setup/audit'),
  go_replies: place('go_replies', '/setup/replies'),
  go_profile: place('go_profile', '/profile'),
  status_busy: choice('status_busy', 'status_online', status('Busy')),
  status_away: choice('status_away', 'status_online', status('Away')),
  status_offline: choice('status_offline', 'status_online', status('Offline')),
  status_online: choice('status_online', 'status_busy', status('Online')),
  notifications: byName('notifications', turns('bench.shown(\'nav [aria-label="Turn off notifications"]\')')),
  sign_out: byName('sign_out', "bench.shown('[role=alert]', 'Signing out')", {
    before: async (stage) => {
      // A browser has few connections to one server: it would stand in line behind what is under way.
      await stage.link.rest()
      // Refused, so that there is a next time.
      stage.link.refuse({ path: /\/session$/, afterMs: 1_000 })
    },
    after: async (stage) => {
      await stage.until("!bench.shown('[role=alert]', 'Signing out')")
      stage.link.refuse(null)
    },
  }),
  scheme_system: choice('scheme_system', 'scheme_dark', colors('light')),
  scheme_light: choice('scheme_light', 'scheme_dark', colors('light')),
  scheme_dark: choice('scheme_dark', 'scheme_light', colors('dark')),
  density_comfortable: choice('density_comfortable', 'density_compact', density('comfortable')),
  density_compact: choice('density_compact', 'density_comfortable', density('compact')),
  help: byKey('?', dialog('Keyboard shortcuts'), { ...closing, before: (stage) => settled(stage, '/') }),
  shortcuts: byName('shortcuts', turns(hints), { on: 'mine', after: (stage) => shownAgain(stage, hints, 'shortcuts') }),
}

const chosenFile = { name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('One bicycle chain') }
const choosesFile = (stage: Stage) => stage.page.locator('#conversation input[type=file]').setInputFiles(chosenFile)

async function snoozing(stage: Stage): Promise<void> {
  await stage.key('s')
  await stage.page.locator('[role=dialog] button:focus').waitFor()
}

async function passingOn(stage: Stage): Promise<void> {
  await stage.key('a')
  await stage.page.locator('[role=dialog] input:focus').waitFor()
  await stage.page.getByRole('dialog').getByRole('button', { name: /^Ben/ }).waitFor()
  await stage.page.keyboard.insertText('ben')
  await stage.page.locator('[role=dialog] [data-nearest=true]').waitFor()
}

async function tagging(stage: Stage): Promise<void> {
  await stage.page.getByRole('textbox', { name: 'Add a tag' }).focus()
  await stage.page.keyboard.insertText('urgent')
}

async function changing(stage: Stage, label: string, words: string): Promise<void> {
  await stage.page.getByRole('button', { name: new RegExp(`^${label}`) }).click()
  await stage.page.locator('#conversation textarea:focus').fill(words)
}

async function failed(stage: Stage): Promise<void> {
  stage.link.refuse({ path: /\/messages$/, afterMs: 0 })
  await stage.write('r', 'It is on its way')
  await stage.key('Enter')
  await stage.page.getByRole('log').getByRole('button', { name: 'Retry' }).waitFor()
  stage.link.refuse(null)
}

async function bulkDialog(stage: Stage, button: string): Promise<void> {
  await picked(stage)
  await stage.page.getByRole('toolbar').getByRole('button', { name: button }).click()
  await stage.page.getByRole('dialog').waitFor()
}

/** The first of those that are picked is open as well. */
const bulkTags = async (stage: Stage) => {
  await bulkDialog(stage, 'Tag')
  await stage.page.locator('[role=dialog] input:focus').fill(stage.newWord())
}
const tagWritten = async (stage: Stage) =>
  `bench.shown('aside bdi', '${await stage.page.locator('[role=dialog] input').inputValue()}')`

/** By its id: the name of one may be the beginning of another's. */
const firstOfSelected = async (stage: Stage) =>
  (await stage.page.locator('[data-row]:has(input:checked)').first().getAttribute('data-row')) ?? ''
const rowOf = (id: string) => `bench.shown('[data-row="${id}"]')`
/** Of what is mine. */
const firstLeaves = async (stage: Stage) => `!${rowOf(await firstOfSelected(stage))}`

/** What no command does by itself: the second step, what is written, what only the mouse does. */
export const besides: Readonly<Record<string, Act>> = {
  'palette opened': byKey('ControlOrMeta+k', "bench.shown('[role=combobox][aria-label=Commands]:focus')", closing),
  'letters in the palette': {
    event: 'keydown',
    before: async (stage) => {
      await stage.key('ControlOrMeta+k')
      await stage.page.locator('[role=combobox][aria-label=Commands]:focus').waitFor()
    },
    input: (stage) => stage.key('w'),
    seen: async (stage) =>
      `document.querySelectorAll('[role=dialog] [role=option]').length !== ${await stage.page.locator('[role=dialog] [role=option]').count()}`,
    after: (stage) => stage.closeDialog(),
  },
  'list chosen by its tab': byClick('[role=tab]:has-text("Mine")', tab('Mine'), { before: openedInAll }),
  'conversation opened from the list': byClick(
    '[data-row] a:not([aria-current=true])',
    async (stage) => `${opened} !== ${JSON.stringify(await stage.page.evaluate(opened))}`,
    { before: openedInAll },
  ),
  'menu of a conversation': byClick('#conversation [aria-label="More actions"]', "bench.shown('[role=menu]')", {
    on: 'mine',
    after: (stage) => stage.key('Escape'),
  }),
  'menu of the status': byClick('nav [aria-label^="Your status"]', "bench.shown('[role=menu]')", {
    after: (stage) => stage.key('Escape'),
  }),
  'letter in a reply': byKey('x', "document.activeElement?.value === 'Hellox'", {
    on: 'mine',
    before: (stage) => stage.write('r', 'Hello'),
    after: (stage) => stage.letGo(),
  }),
  'reply sent': byKey('Enter', `bench.shown('${log} article', 'It is on its way')`, {
    on: 'mine',
    before: (stage) => stage.write('r', 'It is on its way'),
    after: (stage) => stage.letGo(),
  }),
  'note added': byKey('Enter', `bench.shown('${log} article', 'Called the shop')`, {
    on: 'mine',
    before: (stage) => stage.write('n', 'Called the shop'),
    after: (stage) => stage.letGo(),
  }),
  'failed reply sent again': byClick(`${log} button:has-text("Retry")`, `!bench.shown('${log} button', 'Retry')`, {
    on: 'mine',
    before: failed,
  }),
  'canned reply put in': byKey('Enter', "document.activeElement?.value?.includes('Thanks, Contact')", {
    on: 'mine',
    before: async (stage) => {
      await stage.write('r', '/thanks')
      await stage.page.locator('#canned-replies [role=option]').first().waitFor()
    },
    after: (stage) => stage.letGo(),
  }),
  'emoji put in': byKey('Enter', "document.querySelector('#conversation textarea').value !== ''", {
    on: 'mine',
    before: async (stage) => {
      await stage.command('emoji')
      await stage.page.locator('#emoji-grid [role=option]').first().waitFor()
    },
    after: (stage) => stage.letGo(),
  }),
  'file chosen': {
    event: 'change',
    on: 'mine',
    input: choosesFile,
    seen: "bench.shown('[aria-label=\"Files to send\"] li', 'receipt.txt')",
    after: (stage) => stage.page.getByRole('button', { name: 'Remove receipt.txt' }).click(),
  },
  'file on its way': byKey('Enter', 'bench.shown(\'[aria-label="Cancel sending receipt.txt"]\')', {
    on: 'mine',
    before: async (stage) => {
      await choosesFile(stage)
      await stage.write('r', '')
    },
    after: (stage) => stage.letGo(),
  }),
  'passed to a colleague': byKey('Enter', banner('Ben holds this conversation'), { on: 'mine', before: passingOn }),
  '… undone': byKey('z', isMine, {
    on: 'mine',
    before: async (stage) => {
      await passingOn(stage)
      await stage.key('Enter')
      await stage.page.getByRole('dialog').waitFor({ state: 'detached' })
    },
  }),
  'handed over to the chatbot': byClick('[role=dialog] button[type=submit]', banner('The chatbot answers'), {
    on: 'mine',
    before: (stage) => stage.key('h'),
  }),
  'snoozed for an hour': byKey('1', "bench.shown('#conversation', 'Snoozed until')", { on: 'mine', before: snoozing }),
  '… and no longer': byKey('z', "!bench.shown('#conversation', 'Snoozed until')", {
    on: 'mine',
    before: async (stage) => {
      await snoozing(stage)
      await stage.key('1')
      await stage.page.getByRole('dialog').waitFor({ state: 'detached' })
    },
  }),
  'tag added': byKey('Enter', "bench.shown('aside bdi', 'urgent')", {
    on: 'mine',
    before: tagging,
    after: (stage) => stage.letGo(),
  }),
  'tag removed': byClick('[aria-label="Remove tag urgent"]', "!bench.shown('aside bdi', 'urgent')", {
    on: 'mine',
    before: async (stage) => {
      await tagging(stage)
      await stage.key('Enter')
      await stage.page.locator('[aria-label="Remove tag urgent"]').waitFor()
    },
    after: (stage) => stage.letGo(),
  }),
  'variable changed': byKey('Enter', "bench.shown('aside td button', 'A-18')", {
    on: 'mine',
    before: (stage) => changing(stage, 'Change order_number', 'A-18'),
    after: (stage) => stage.letGo(),
  }),
  'contact renamed': byKey('Enter', "bench.shown('aside dd bdi', 'Elena')", {
    on: 'mine',
    before: (stage) => changing(stage, 'Change Name', 'Elena'),
    after: (stage) => stage.letGo(),
  }),
  'filter saved: at work': byKey('Enter', saving, {
    uses: 1,
    after: (stage) => stage.page.getByRole('dialog').waitFor({ state: 'detached' }),
    before: async (stage) => {
      await narrowed(stage)
      await stage.page.getByRole('button', { name: 'Save this filter' }).click()
      await stage.page.locator('[role=dialog] input:focus').waitFor()
      await stage.page.keyboard.insertText('Kept')
    },
  }),
  'filter deleted': byClick(
    '[aria-label="Delete the filter Kept"]',
    "!bench.shown('[aria-label=\"Saved filters\"] button', 'Kept')",
    {
      uses: 1,
      before: (stage) => stage.page.locator('[aria-label="Delete the filter Kept"]').waitFor(),
      after: widened,
    },
  ),
  'several tagged': byKey('Enter', tagWritten, { before: bulkTags }),
  'several snoozed': byClick('[role=dialog] button:has-text("Tomorrow morning")', firstLeaves, {
    uses: 1,
    before: (stage) => bulkDialog(stage, 'Snooze'),
  }),
  'several passed on': byClick('[role=dialog] button:has-text("Ben")', firstLeaves, {
    before: (stage) => bulkDialog(stage, 'Assign'),
  }),
  'several passed on, undone': byKey('z', async (stage) => rowOf(stage.current.id), {
    uses: 1,
    before: async (stage) => {
      await bulkDialog(stage, 'Assign')
      stage.current = { id: await firstOfSelected(stage), contact: '' }
      await stage.page.getByRole('dialog').getByRole('button', { name: /^Ben/ }).click()
      await stage.until(`${undoBar} && !${rowOf(stage.current.id)}`)
    },
  }),
  'set-up saved: at work': byClick('main form button[type=submit]', saving, {
    before: async (stage) => {
      await settled(stage, '/setup/workspace')
      await stage.page.locator('main form button[type=submit]').first().waitFor()
      // Any form of the page, and the one before is saved by then.
      await stage.link.rest()
      await stage.until(`!${saving}`)
    },
  }),
  'key made: at work': byKey('Enter', saving, {
    uses: 1,
    before: async (stage) => {
      await settled(stage, '/setup/keys')
      await stage.page.getByRole('button', { name: 'Add key' }).click()
      await stage.page.locator('[role=dialog] input:focus').fill('Program')
    },
  }),
}
