import type { Live } from '../../live/live.ts'
import { Store } from '../../live/store.ts'
import { dropQuery, goTo, pathOf, placeAt } from '../../shell/navigation.ts'

/** So many stretches are fetched on the way back to a line; one that lies further is left to who scrolls. */
export const mostStretches = 25

/** The line that is to be shown of a conversation as soon as it is there; null: wherever the log opens by itself. */
export const wantedLine = new Store<{ conversation: string; seq: number } | null>(null)

/** Opens a conversation at one of its messages. */
export function openAt(conversation: string, seq: number): void {
  wantedLine.update(() => ({ conversation, seq }))
  goTo({ name: 'inbox', conversation })
}

const parameter = 'message'

/** The address of a conversation at one of its messages, for another tab. */
export function addressAt(conversation: string, seq: number): string {
  return `${pathOf({ name: 'inbox', conversation })}?${parameter}=${seq}`
}

/** Whoever came by such an address is led there, once: after that it is the address of the conversation. */
export function followAddress(): void {
  const place = placeAt(location.pathname)
  const seq = Number(new URLSearchParams(location.search).get(parameter))
  if (place.name !== 'inbox' || place.conversation === null || !Number.isSafeInteger(seq) || seq < 1) return
  const { conversation } = place
  wantedLine.update(() => ({ conversation, seq }))
  dropQuery()
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
