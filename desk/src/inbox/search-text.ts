import { Store } from '../live/store.ts'

/** So long does nobody type before the list is asked for what stands there. */
export const searchedAfterMs = 250

/** What stands in the search box, and the words that the list is asked for: these follow. */
export class SearchText {
  readonly text: Store<string>
  readonly #search: (search: string) => void
  #asked: string
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(asked: string, search: (search: string) => void) {
    this.text = new Store(asked)
    this.#asked = asked
    this.#search = search
  }

  type(text: string): void {
    this.text.update(() => text)
    this.stop()
    this.#timer = setTimeout(() => {
      if (text === this.#asked) return
      this.#asked = text
      this.#search(text)
    }, searchedAfterMs)
  }

  /** A filter that is opened brings its own words, and takes those before it away. What was typed here comes back, too: it changes nothing. */
  follow(asked: string): void {
    if (asked === this.#asked) return
    this.stop()
    this.#asked = asked
    this.text.update(() => asked)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
