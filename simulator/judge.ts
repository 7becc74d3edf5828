/** Everything that must hold after every commit, looked at as it happens. */

import { versionVariable } from './bot.ts'
import { Holding } from './holding.ts'
import type { Commit, Sign } from './ledger.ts'
import { Picking } from './picking.ts'
import { Talking } from './talking.ts'
import { lookAtTelling } from './telling.ts'

export class Judge {
  readonly #holding = new Holding()
  readonly #talking = new Talking()
  readonly #picking = new Map<string, Picking>()
  readonly #words = new Map<string, Set<string>>()
  readonly #forgottenWords = new Set<string>()
  readonly broken: string[] = []
  /** The last version of the bot that a conversation was opened with, by workspace. */
  readonly versions = new Map<string, number>()
  events = 0
  commits = 0

  look(commit: Commit): void {
    this.commits += 1
    this.events += commit.entries.length
    this.broken.push(
      ...this.#holding.look(commit),
      ...this.#talking.look(commit),
      ...this.#pickingOf(commit.workspace).look(commit),
      ...lookAtTelling(commit),
    )
    this.#listen(commit)
  }

  sign(workspace: string, sign: Sign, at: number): void {
    this.#pickingOf(workspace).sign(sign, at)
  }

  /** Conversations that were forgotten, and the keys of what was said in them and not again since. */
  get forgotten(): { conversations: ReadonlySet<string>; words: ReadonlySet<string> } {
    return { conversations: this.#holding.forgotten, words: this.#forgottenWords }
  }

  /** What the bot still owes when nothing is under way any more. */
  owed(): string[] {
    return this.#talking.owed((conversation) => this.#holding.forgotten.has(conversation))
  }

  #pickingOf(workspace: string): Picking {
    const known = this.#picking.get(workspace) ?? new Picking()
    this.#picking.set(workspace, known)
    return known
  }

  #listen({ workspace, entries, erased }: Commit): void {
    for (const { conversation, event } of entries) {
      if (event.type === 'variable_set' && event.data.variable === versionVariable)
        this.versions.set(workspace, Number(event.data.value))
      if (event.type !== 'message' || event.data.clientMessageId === undefined) continue
      const words = this.#words.get(conversation) ?? new Set()
      this.#words.set(conversation, words.add(event.data.clientMessageId))
      this.#forgottenWords.delete(event.data.clientMessageId)
    }
    if (erased.length === 0) return
    for (const conversation of this.#holding.forgotten) {
      for (const word of this.#words.get(conversation) ?? []) this.#forgottenWords.add(word)
      this.#words.delete(conversation)
    }
  }
}
