import type { NotificationSettings } from '@baton/core/notification-settings'
import { isQuiet } from '@baton/core/quiet-hours'
import { instant } from '@baton/core/time'
import type { Reads } from '../live/reading.ts'
import { play } from './sounds.ts'
import { isInFront } from './tabs.ts'
import { isNews, readSince, readTold, type Told, withoutTold, withTold, writeTold } from './told.ts'
import { close, show } from './window.ts'

export type Spoken = { conversation: string; seq: number; title: string; text: string }
type Wishes = Pick<NotificationSettings, 'quietHours' | 'sound'>

/** [U-13] Speaks for all windows of this browser: one notice for each conversation until it is read. */
export class Speaker {
  readonly #wishes: () => Wishes
  readonly #reads: () => Reads
  #told: Told = readTold(localStorage)
  /** One after the other: a notice is shown or closed before the next is looked at. */
  #last: Promise<void> = Promise.resolve()

  constructor(wishes: () => Wishes, reads: () => Reads) {
    this.#wishes = wishes
    this.#reads = reads
  }

  say(spoken: Spoken): void {
    this.#inTurn(() => this.#say(spoken))
  }

  /** Nobody has to see to it any more. */
  take(conversation: string): void {
    this.#inTurn(async () => {
      if (this.#told[conversation] !== undefined) await this.#end(conversation)
    })
  }

  /** What was read, in whichever window, is told no more. */
  haveRead(): void {
    this.#inTurn(async () => {
      for (const conversation of readSince(this.#told, this.#reads())) await this.#end(conversation)
    })
  }

  async #say({ conversation, seq, title, text }: Spoken): Promise<void> {
    const { quietHours, sound } = this.#wishes()
    if (isQuiet(quietHours, instant(Date.now())) || (await isInFront(conversation))) return
    if (isNews(this.#told, this.#reads(), conversation)) play(sound)
    this.#keep(withTold(this.#told, conversation, seq))
    await show({ conversation, title, text })
  }

  async #end(conversation: string): Promise<void> {
    this.#keep(withoutTold(this.#told, conversation))
    await close(conversation)
  }

  #keep(told: Told): void {
    this.#told = told
    writeTold(localStorage, told)
  }

  #inTurn(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch(() => {
      // A browser that shows nothing keeps nobody from working.
    })
  }
}
