import { designer, type SavedDraft, type StoredDraft } from '../api/designer.ts'
import { problemOf } from '../api/problem.ts'
import { Store } from '../live/store.ts'
import { type BotDraft, behaviorsOf, placeOf } from './document/bot.ts'
import { edited, type History, historyOf, redone, undone } from './document/history.ts'
import { type Moved, readMoved, writeMoved } from './document/moved.ts'
import { isEqual, isFields, type Path, pathOf, textOf, valueAt } from './document/path.ts'
import type { Found } from './document/problems.ts'
import {
  delayOf,
  type Kept,
  nextSaving,
  readKept,
  type Saving,
  type SavingEvent,
  writeKept,
} from './document/saving.ts'

export type DesignerState = {
  history: History<BotDraft>
  version: number
  live: number | null
  problems: readonly Found[]
  saving: Saving
  /** The draft as somebody else left it, while a person must choose. */
  theirs: StoredDraft | null
  /** Edited earlier in this browser and never acknowledged; offered once. */
  offered: Kept | null
  behavior: number
  /** The selected nodes, by their paths. */
  nodes: readonly string[]
  /** The action that is open, by its path. */
  action: string | null
  /** Where the focus shall go; counted, so that the same place can be meant twice. */
  pointer: { path: string; count: number } | null
  moved: Moved
}

/** Milliseconds between an edit and its copy in the browser. */
const keepAfter = 250

/** The page that edits, by the name it gives itself; told when a save was refused because another page does by now. */
export type Editor = { page: string; onTaken: () => void }

const nobody: Editor = { page: '', onTaken: () => {} }

/** One bot being edited: its history, where one stands in it, and how it gets to the server. */
export class DesignerSession {
  readonly id: string
  readonly store: Store<DesignerState>
  readonly isReadOnly: boolean
  readonly #editor: Editor
  #tag: string
  #attempts = 0
  /** What the server may have taken although its answer did not come. */
  #lastSent: BotDraft | null = null
  #saveTimer: ReturnType<typeof setTimeout> | undefined
  #keepTimer: ReturnType<typeof setTimeout> | undefined
  #inFlight: Promise<void> | null = null
  readonly #keepNow = () => this.#keep()
  readonly #look = () => void this.look()

  /** `editor`: null where this page only looks. */
  constructor(stored: StoredDraft, editor: Editor | null) {
    const isReadOnly = editor === null
    this.id = stored.id
    this.isReadOnly = isReadOnly
    this.#editor = editor ?? nobody
    this.#tag = stored.draftTag
    const kept = isReadOnly ? null : readKept(localStorage, stored.id)
    const isOffered = kept !== null && !isEqual(kept.draft, stored.document)
    if (kept !== null && !isOffered) writeKept(localStorage, stored.id, null)
    this.store = new Store<DesignerState>({
      history: historyOf<BotDraft>(stored.document),
      version: stored.version,
      live: stored.live,
      problems: stored.problems,
      saving: { state: 'saved' },
      theirs: null,
      offered: isOffered ? kept : null,
      behavior: startOf(stored.document),
      nodes: [],
      action: null,
      pointer: null,
      moved: readMoved(localStorage, stored.id),
    })
    window.addEventListener('pagehide', this.#keepNow)
    window.addEventListener('focus', this.#look)
  }

  get draft(): BotDraft {
    return this.store.get().history.now
  }

  /** Whether the offered draft began from another one than the server has by now. */
  get isOfferedFromAnother(): boolean {
    const { offered } = this.store.get()
    return offered !== null && offered.tag !== this.#tag
  }

  /** Edits with the same step in a row are undone together. */
  edit(draft: BotDraft, step: string | null = null): void {
    if (this.isReadOnly) return
    this.#become(edited(this.store.get().history, draft, step))
  }

  undo(): void {
    if (!this.isReadOnly) this.#become(undone(this.store.get().history))
  }

  redo(): void {
    if (!this.isReadOnly) this.#become(redone(this.store.get().history))
  }

  #become(history: History<BotDraft>): void {
    if (history.now === this.draft) return
    this.store.update((state) => ({ ...state, history, ...placeIn(history.now, state) }))
    this.#on({ event: 'edited' })
    clearTimeout(this.#keepTimer)
    this.#keepTimer = setTimeout(this.#keepNow, keepAfter)
  }

  // --- where one stands

  openBehavior(behavior: number): void {
    this.store.update((state) => ({ ...state, behavior, nodes: [], action: null }))
  }

  select(nodes: readonly string[]): void {
    const before = this.store.get().nodes
    if (nodes.length === before.length && nodes.every((id, index) => id === before[index])) return
    this.store.update((state) => ({ ...state, nodes, action: null }))
  }

  openAction(action: Path | null): void {
    this.store.update((state) => ({ ...state, action: action === null ? null : textOf(action) }))
  }

  /** Shows a place of the document: its behavior, its node, its action; the focus goes to its field. */
  goTo(path: Path): void {
    const { behavior, node, action } = placeOf(path)
    this.store.update((state) => ({
      ...state,
      behavior: behavior ?? state.behavior,
      nodes: node === null ? [] : [textOf(node.path)],
      action: action === null ? null : textOf(action),
      pointer: { path: textOf(path), count: (state.pointer?.count ?? 0) + 1 },
    }))
  }

  move(moved: Moved): void {
    this.store.update((state) => ({ ...state, moved }))
    writeMoved(localStorage, this.id, moved)
  }

  // --- saving

  #on(event: SavingEvent): void {
    this.store.update((state) => ({ ...state, saving: nextSaving(state.saving, event, this.#attempts) }))
    const { saving } = this.store.get()
    this.#attempts = saving.state === 'failed' ? saving.attempts : saving.state === 'saving' ? this.#attempts : 0
    clearTimeout(this.#saveTimer)
    const delay = delayOf(saving)
    if (delay !== null) this.#saveTimer = setTimeout(() => void this.save(), delay)
  }

  #keep(): void {
    clearTimeout(this.#keepTimer)
    const { saving, offered } = this.store.get()
    if (offered !== null || this.isReadOnly) return
    writeKept(localStorage, this.id, saving.state === 'saved' ? null : { draft: this.draft, tag: this.#tag })
  }

  /** Sends the draft; once at a time. */
  async save(): Promise<void> {
    if (this.#inFlight !== null) {
      await this.#inFlight
      return
    }
    const { state } = this.store.get().saving
    if (state === 'saved' || state === 'conflict') return
    this.#inFlight = this.#send().finally(() => {
      this.#inFlight = null
    })
    await this.#inFlight
  }

  async #send(): Promise<void> {
    const sent = this.draft
    const before = this.#lastSent
    this.#lastSent = sent
    this.#on({ event: 'sent', draft: sent })
    try {
      this.#stored(await designer.save(this.id, sent, this.#tag, this.#editor.page))
      this.#on({ event: 'acknowledged', now: this.draft })
      this.#keep()
    } catch (error) {
      await this.#failed(error, before)
    }
  }

  async #failed(error: unknown, before: BotDraft | null): Promise<void> {
    const problem = problemOf(error)
    const firstServerError = 500
    if (problem === null || problem.status >= firstServerError || problem.status === 429)
      this.#on({ event: 'unreachable' })
    else if (problem.code === 'draft_changed') await this.#compareOrRetry(before)
    else {
      this.#on({ event: 'refused', error: problem })
      if (problem.code === 'draft_taken') this.#editor.onTaken()
    }
  }

  #stored({ version, live, problems, draftTag }: SavedDraft): void {
    this.#tag = draftTag
    this.store.update((state) => ({ ...state, version, live, problems }))
  }

  /** Looks whether somebody else changed the draft; without edits of one's own it is simply shown. */
  async look(): Promise<void> {
    if (this.#inFlight !== null || this.store.get().theirs !== null) return
    try {
      await this.#compare(this.#lastSent)
    } catch {
      // Without an answer everything stays as it is; the next save tells.
    }
  }

  async #compareOrRetry(before: BotDraft | null): Promise<void> {
    try {
      await this.#compare(before)
    } catch {
      this.#on({ event: 'unreachable' })
    }
  }

  /** `before`: what was sent earlier; when the server has exactly that, nobody else changed it. */
  async #compare(before: BotDraft | null): Promise<void> {
    const theirs = await designer.read(this.id)
    if (theirs.draftTag === this.#tag) return
    if (isEqual(theirs.document, this.draft)) this.#settle(theirs)
    else if (before !== null && isEqual(theirs.document, before)) {
      this.#settle(theirs)
      this.#on({ event: 'edited' })
    } else if (this.store.get().saving.state === 'saved') this.#take(theirs)
    else {
      this.store.update((state) => ({ ...state, theirs }))
      this.#on({ event: 'changed_elsewhere' })
    }
  }

  /** The other draft counts; the own one is one step of undo away. */
  takeTheirs(): void {
    const { theirs } = this.store.get()
    if (theirs !== null) this.#take(theirs)
  }

  #settle(theirs: StoredDraft): void {
    this.#stored(theirs)
    this.#on({ event: 'settled' })
    this.#keep()
  }

  #take(theirs: StoredDraft): void {
    this.store.update((state) => {
      const history = edited(state.history, theirs.document, null)
      return { ...state, history, theirs: null, ...placeIn(theirs.document, state) }
    })
    this.#settle(theirs)
  }

  /** The own draft replaces the other; that one is one step of undo away. */
  keepMine(): void {
    const { theirs } = this.store.get()
    if (theirs === null) return
    const mine = this.draft
    this.#stored(theirs)
    this.store.update((state) => ({
      ...state,
      history: edited(edited(state.history, theirs.document, null), mine, null),
      theirs: null,
    }))
    this.#on({ event: 'settled' })
    this.#on({ event: 'edited' })
  }

  /** What was offered is edited on; what the server has is one step of undo away. */
  takeOffered(): void {
    const { offered } = this.store.get()
    this.store.update((state) => ({ ...state, offered: null }))
    if (offered !== null) this.edit(offered.draft)
  }

  dropOffered(): void {
    this.store.update((state) => ({ ...state, offered: null }))
    this.#keep()
  }

  /** Saves what is not saved and makes it live. Throws what the server refuses; its problems are shown at their places. */
  async publish(): Promise<number | null> {
    await this.save()
    // What was edited while an earlier save was under way is saved too.
    await this.save()
    if (this.store.get().saving.state !== 'saved') return null
    try {
      const { version } = await designer.publish(this.id, this.#tag)
      this.store.update((state) => ({ ...state, version, live: version }))
      return version
    } catch (error) {
      this.#refuse(error)
      throw error
    }
  }

  #refuse(error: unknown): void {
    const problem = problemOf(error)
    if (problem?.code === 'draft_changed') void this.look()
    const errors = (problem?.errors ?? []).map((one) => ({ ...one, level: 'error' }))
    if (errors.length === 0) return
    const warnings = this.store.get().problems.filter(({ level }) => level === 'warning')
    this.store.update((state) => ({ ...state, problems: [...errors, ...warnings] }))
  }

  [Symbol.dispose](): void {
    this.#keep()
    clearTimeout(this.#saveTimer)
    if (['changed', 'failed'].includes(this.store.get().saving.state)) void this.save()
    window.removeEventListener('pagehide', this.#keepNow)
    window.removeEventListener('focus', this.#look)
  }
}

function startOf(draft: BotDraft): number {
  return Math.max(
    0,
    behaviorsOf(draft).findIndex(({ name }) => name === draft.startBehavior),
  )
}

/** What was selected and is gone is selected no more. */
function placeIn(
  draft: BotDraft,
  { behavior, nodes, action }: DesignerState,
): Pick<DesignerState, 'behavior' | 'nodes' | 'action'> {
  const isThere = (id: string) => valueAt(draft, pathOf(id)) !== undefined
  return {
    behavior: Math.max(0, Math.min(behavior, behaviorsOf(draft).length - 1)),
    nodes: nodes.every(isThere) ? nodes : nodes.filter(isThere),
    action: action !== null && isFields(valueAt(draft, pathOf(action))) ? action : null,
  }
}
