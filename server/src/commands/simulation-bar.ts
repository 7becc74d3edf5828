import type { Screen } from './progress.ts'
import { count } from './progress.ts'

const widthOfBar = 30
const clearLine = '\r\u001b[K'

/** How far a simulation has come: a bar on a terminal, elsewhere a line for each run that is done. */
export class SimulationBar {
  readonly #screen: Screen
  readonly #chats: number
  #run: string | null = null

  constructor(screen: Screen, chats: number) {
    this.#screen = screen
    this.#chats = chats
  }

  /** The next run begins; the one before it is done. */
  begin(run: string): { onProgress: (arrived: number) => void } {
    this.end()
    this.#run = run
    this.#show(run, 0)
    return { onProgress: (arrived) => this.#show(run, arrived) }
  }

  /** The last run is done. */
  end(): void {
    if (this.#run === null) return
    this.#screen.write(`${this.#screen.isTTY === true ? clearLine : ''}${this.#run}: ${count(this.#chats)} chats\n`)
    this.#run = null
  }

  #show(run: string, arrived: number): void {
    if (this.#screen.isTTY !== true) return
    const done = arrived / this.#chats
    const bar = '█'.repeat(Math.round(done * widthOfBar)).padEnd(widthOfBar, '░')
    this.#screen.write(`${clearLine}${run} ${bar} ${Math.floor(done * 100)} %`)
  }
}
