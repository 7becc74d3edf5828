import type { EventView } from '@baton/core/protocol'
import { type Pretence, type TrialStep, type Tried, tryDraft } from '../api/trial.ts'
import { Store } from '../live/store.ts'
import type { BotDraft } from './document/bot.ts'
import { nothingRan, type Ran, ranOf } from './document/ran.ts'
import type { DesignerSession } from './session.ts'

export type TrialState = {
  events: readonly EventView[]
  /** The last answer. Null: nothing has begun. */
  last: Tried | null
  /** What the last step ran; nothing once the draft is another. */
  ran: Ran
  pretend: Pretence
  isBusy: boolean
  error: Error | null
  /** The draft was edited since the conversation began. */
  isOld: boolean
}

const fresh = { events: [], last: null, ran: nothingRan, isBusy: false, error: null, isOld: false }

/** Says that the draft has not reached the server, and so cannot be tried there. */
export class NotSaved extends Error {
  override name = 'NotSaved'
}

/** A conversation with the draft. What is kept of it is kept here. */
export class TrialSession {
  readonly store = new Store<TrialState>({ ...fresh, pretend: 'as_it_is' })
  readonly #session: DesignerSession
  readonly #unwatch: () => void
  #draft: BotDraft | null = null
  /** Which conversation an answer belongs to. */
  #round = 0

  constructor(session: DesignerSession) {
    this.#session = session
    this.#unwatch = session.store.subscribe(() => this.#follow())
  }

  begin(): Promise<void> {
    this.#round += 1
    this.#draft = null
    this.store.update(({ pretend }) => ({ ...fresh, pretend }))
    return this.#take({})
  }

  say(text: string): Promise<void> {
    return this.#take({ say: { text } })
  }

  click(label: string, payload: string | undefined): Promise<void> {
    return this.#take({ say: payload === undefined ? { text: label } : { text: label, payload } })
  }

  take(step: TrialStep): Promise<void> {
    return this.#take(step)
  }

  pretend(pretend: Pretence): void {
    this.store.update((state) => ({ ...state, pretend }))
  }

  async #take(step: TrialStep): Promise<void> {
    const { isBusy, pretend, last } = this.store.get()
    if (isBusy) return
    const round = this.#round
    this.store.update((state) => ({ ...state, isBusy: true, error: null }))
    try {
      await this.#saved()
      const { draft } = this.#session
      const tried = await tryDraft(this.#session.id, last?.record ?? null, pretend, step)
      if (round === this.#round) this.#tell(tried, draft)
    } catch (error) {
      if (round === this.#round)
        this.store.update((state) => ({
          ...state,
          isBusy: false,
          error: error instanceof Error ? error : new Error(String(error)),
        }))
    }
  }

  /** The server tries what it has: what is not saved yet is saved first, also what was edited during an earlier save. */
  async #saved(): Promise<void> {
    await this.#session.save()
    await this.#session.save()
    if (this.#session.store.get().saving.state !== 'saved') throw new NotSaved()
  }

  #tell(tried: Tried, draft: BotDraft): void {
    this.#draft ??= draft
    this.store.update((state) => ({
      ...state,
      events: [...state.events, ...tried.events],
      last: tried,
      ran: draft === this.#session.draft ? ranOf(tried.path) : nothingRan,
      isBusy: false,
      error: null,
    }))
  }

  /** Places are those of one draft: with another nothing is marked. */
  #follow(): void {
    if (this.#draft === null || this.#draft === this.#session.draft || this.store.get().isOld) return
    this.store.update((state) => ({ ...state, isOld: true, ran: nothingRan }))
  }

  [Symbol.dispose](): void {
    this.#round += 1
    this.#unwatch()
  }
}
