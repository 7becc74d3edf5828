// [V-10] One live connection for all tabs of a browser: the tab that holds the lock has it and tells the others what it
// hears. When that tab goes, the lock falls to the next one, which goes on from its own position. Where the browser has no
// locks or no channel between tabs, each tab has a connection of its own.
import { connectLive, type LinkState, type Live, type LiveOptions } from './live.ts'
import type { ContactFrame, Page } from './parse.ts'

export type SharedLive = Live & {
  /** What has been read here, by conversation; the other tabs are told. */
  tellRead(upTo: Iterable<[string, number]>): void
}

export type SharedOptions = LiveOptions & {
  /** The same in all tabs of one contact, and in those of no other. */
  name: string
  /** Something was missed: the log is to be loaded again. */
  onGap: () => void
  onRead: (upTo: [string, number][]) => void
}

type Place = ReturnType<LiveOptions['following']>

/** From the tab with the connection to all others, or to it. `before`: where it stood before it heard this. */
type Told =
  | { kind: 'state'; state: LinkState; at: Place }
  | { kind: 'frame'; frame: ContactFrame; before: Place }
  | { kind: 'page'; conversation: string; page: Page; before: Place }
  | { kind: 'read'; upTo: [string, number][] }
  | { kind: 'follows'; at: Place }
  | { kind: 'typing'; typing: Parameters<Live['tellTyping']> }

export function shareLive(options: SharedOptions): SharedLive {
  const { name, following, onState, onFrame, onPage, onGap, onRead } = options
  const channel = openChannel(name)
  if (channel === null) return { ...connectLive(options), tellRead() {} }
  let live: Live | null = null
  let state: LinkState = 'connecting'
  const giveUp = new AbortController()
  const tell = (told: Told) => channel.postMessage(told)

  const lead = () => {
    live = connectLive({
      ...options,
      onState(next) {
        state = next
        onState(next)
        tell({ kind: 'state', state, at: following() })
      },
      onFrame(frame) {
        const before = following()
        onFrame(frame)
        if (frame.type !== 'pong') tell({ kind: 'frame', frame, before })
      },
      onPage(conversation, page) {
        const before = following()
        onPage(conversation, page)
        tell({ kind: 'page', conversation, page, before })
      },
    })
    return new Promise<void>((resolve) => giveUp.signal.addEventListener('abort', () => resolve()))
  }

  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data.kind === 'read') return onRead(data.upTo)
    if (live === null) hearLeader(data)
    else if (data.kind === 'typing') live.tellTyping(...data.typing)
    else if (data.kind === 'follows') {
      if (isBehind(following(), data.at)) onGap()
      tell({ kind: 'state', state, at: following() })
    }
  }

  function hearLeader(told: Told): void {
    if (told.kind === 'state') {
      onState(told.state)
      if (isBehind(following(), told.at)) onGap()
    }
    if (told.kind === 'page') {
      if (isBehind(following(), told.before)) onGap()
      else onPage(told.conversation, told.page)
    }
    if (told.kind !== 'frame') return
    const isOfLog = told.frame.type === 'events' || told.frame.type === 'caught_up'
    if (isOfLog && isBehind(following(), told.before)) onGap()
    else onFrame(told.frame)
  }

  const { signal } = giveUp
  navigator.locks.request(name, { signal }, lead).catch(() => {
    // Frames of other sites may be refused locks: then each has its own connection.
    if (!signal.aborted && live === null) live = connectLive(options)
  })
  tell({ kind: 'follows', at: following() })

  return {
    follow() {
      live?.follow()
      tell(live === null ? { kind: 'follows', at: following() } : { kind: 'state', state, at: following() })
    },
    tellTyping(...typing) {
      if (live === null) tell({ kind: 'typing', typing })
      else live.tellTyping(...typing)
    },
    tellRead: (upTo) => tell({ kind: 'read', upTo: [...upTo] }),
    stop() {
      giveUp.abort()
      live?.stop()
      channel.close()
    },
  }
}

/** Whether whoever stands there knows of something that is not known here. */
export function isBehind(here: Place, there: Place): boolean {
  if (there === null) return false
  return here === null || here.conversation !== there.conversation || here.after < there.after
}

function openChannel(name: string): BroadcastChannel | null {
  try {
    return 'locks' in navigator && navigator.locks !== undefined ? new BroadcastChannel(name) : null
  } catch {
    return null
  }
}
