import { Problem } from '../../api/problem.ts'
import type { drafts as calls, SavedDraft } from '../../api/writing.ts'
import { Store } from '../../live/store.ts'
import {
  type Draft,
  type Drafts,
  type Keep,
  merged,
  noDraft,
  placeOfDrafts,
  readDraft,
  type Words,
  writeDraft,
} from './drafts.ts'

/** Whoever writes is not waited for, and what they wrote is at the server soon. */
const pauseMs = 1_000

type Saving = { timer: ReturnType<typeof setTimeout> | null; isUnderWay: boolean }

/**
 * [U-06] The drafts of one operator in this browser, in step with those that the server has: each goes there a second after
 * the last key, one call after another; what did not get there is tried again when the server is back.
 */
export class DraftBook {
  readonly store = new Store<Drafts>({})
  readonly #place: string
  readonly #keep: Keep
  readonly #calls: Pick<typeof calls, 'list' | 'save'>
  readonly #savings = new Map<string, Saving>()
  /** The conversation whose field has the focus. */
  #focused: string | null = null
  /** Goes up with each change here, so that an answer that was asked for before it can be told. */
  #changes = 0
  readonly #changedAt = new Map<string, number>()

  constructor(operator: string, keep: Keep, server: Pick<typeof calls, 'list' | 'save'>) {
    this.#place = placeOfDrafts(operator)
    this.#keep = keep
    this.#calls = server
  }

  of(conversation: string): Draft {
    return this.store.get()[conversation] ?? this.#read(conversation)
  }

  write(conversation: string, words: Partial<Words>): void {
    const draft = { ...this.of(conversation), ...words, writtenAt: new Date().toISOString(), savedAt: null }
    this.#put(conversation, draft)
    this.#plan(conversation, pauseMs)
  }

  focus(conversation: string | null): void {
    this.#focused = conversation
  }

  /** Another tab has written: its words are saved by itself. */
  storageChanged(key: string | null): void {
    if (key === null || !key.startsWith(this.#place)) return
    const conversation = key.slice(this.#place.length)
    this.#stop(conversation)
    this.store.update((all) => ({ ...all, [conversation]: this.#read(conversation) }))
  }

  /** Asks the server what other devices have left there, and sends what it does not have. */
  async pull(): Promise<void> {
    const askedAt = this.#changes
    let saved: SavedDraft[]
    try {
      saved = await this.#calls.list()
    } catch {
      // Asked again with the next connection.
      return
    }
    const there = new Map(saved.map(({ conversation, ...draft }) => [conversation, draft]))
    for (const conversation of new Set([...there.keys(), ...Object.keys(this.store.get()), ...this.#kept()])) {
      const here = this.of(conversation)
      const isNewer = (this.#changedAt.get(conversation) ?? 0) > askedAt || this.#savings.has(conversation)
      if (!isNewer) {
        const next = merged(here, there.get(conversation) ?? null, this.#focused === conversation)
        if (next !== here) this.#put(conversation, next)
      }
      if (this.of(conversation).savedAt === null && this.of(conversation).writtenAt !== '') this.#plan(conversation, 0)
    }
  }

  #plan(conversation: string, afterMs: number): void {
    const saving = this.#savings.get(conversation) ?? { timer: null, isUnderWay: false }
    if (saving.timer !== null) clearTimeout(saving.timer)
    saving.timer = setTimeout(() => {
      saving.timer = null
      if (!saving.isUnderWay) void this.#save(conversation, saving)
    }, afterMs)
    this.#savings.set(conversation, saving)
  }

  #stop(conversation: string): void {
    const saving = this.#savings.get(conversation)
    if (saving?.timer != null) clearTimeout(saving.timer)
    if (saving?.isUnderWay !== true) this.#savings.delete(conversation)
  }

  async #save(conversation: string, saving: Saving): Promise<void> {
    const draft = this.of(conversation)
    // From here on it is the very same one until somebody writes.
    this.store.update((all) => ({ ...all, [conversation]: draft }))
    saving.isUnderWay = true
    try {
      const { reply, note, writtenAt } = draft
      const { savedAt } = await this.#calls.save(conversation, { reply, note, writtenAt })
      if (this.of(conversation) === draft) this.#put(conversation, { ...draft, savedAt })
    } catch (error) {
      // The conversation is gone: so are the words.
      if (error instanceof Problem && error.status === 404) this.#put(conversation, { ...noDraft, savedAt: '' })
    }
    saving.isUnderWay = false
    if (saving.timer !== null) return
    this.#savings.delete(conversation)
    // Written meanwhile, while the timer had fired in vain.
    if (this.of(conversation) !== draft && this.of(conversation).savedAt === null) this.#plan(conversation, pauseMs)
  }

  #put(conversation: string, draft: Draft): void {
    this.#changes += 1
    this.#changedAt.set(conversation, this.#changes)
    writeDraft(this.#keep, this.#place + conversation, draft)
    this.store.update((all) => ({ ...all, [conversation]: draft }))
  }

  #read(conversation: string): Draft {
    return readDraft(this.#keep, this.#place + conversation) ?? noDraft
  }

  /** Conversations with words in the storage of this browser. */
  #kept(): string[] {
    return Object.keys(this.#keep)
      .filter((key) => key.startsWith(this.#place))
      .map((key) => key.slice(this.#place.length))
  }
}
