import type { Live } from '../../live/live.ts'
import { Store } from '../../live/store.ts'
import { goTo } from '../../shell/navigation.ts'

/** So many stretches are fetched on the way back to a line; one that lies further is left to who scrolls. */
export const mostStretches = 25

/** The line that is to be shown of a conversation as soon as it is there; null: wherever the log opens by itself. */
export const wantedLine = new Store<{ conversation: string; seq: number } | null>(null)

/** Opens a conversation at one of its messages. */
export function openAt(conversation: string, seq: number): void {
  wantedLine.update(() => ({ conversation, seq }))
  goTo({ name: 'inbox', conversation })
}

export function isWanted(conversation: string, seq: number): boolean {
  const wanted = wantedLine.get()
  return wanted?.conversation === conversation && wanted.seq === seq
}

/** Fetches what was said before until a wanted line is there. False: it lies too far back, or nothing more comes. */
export async function reach(live: Pick<Live, 'store' | 'loadOlder'>, id: string, seq: number): Promise<boolean> {
  const isMissing = () => seq < (live.store.get().logs[id]?.firstSeq ?? 0)
  try {
    for (let left = mostStretches; left > 0 && isMissing() && isWanted(id, seq); left -= 1) await live.loadOlder(id)
  } catch {
    return false
  }
  return !isMissing()
}
