import { useEffect, useRef, useState } from 'preact/hooks'
import { HolderMark } from './HolderMark.tsx'

/** Read aloud at most so often, in milliseconds. */
const readEveryMs = 20_000
/** The place comes a moment after the request: both are read as one. */
const settlesMs = 1_000

/** [RO-23] Where somebody stands who waits for a person. The region is always there; what is seen is always the newest. */
export function WaitingRoom({ words }: { words: string | null }) {
  const spoken = useSpoken(words)
  return (
    <>
      {words !== null && (
        <p class="waiting-room" aria-hidden="true">
          <HolderMark kind="requested" />
          <span>{words}</span>
        </p>
      )}
      <p role="status" class="unseen">
        {spoken}
      </p>
    </>
  )
}

/** The newest words, each time once the last ones had their time. That nobody waits any more is said elsewhere. */
function useSpoken(words: string | null): string | null {
  const [spoken, setSpoken] = useState<string | null>(null)
  const spokenAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    if (words === null) {
      setSpoken(null)
      return undefined
    }
    const left = spokenAt.current + readEveryMs - performance.now()
    const timer = setTimeout(
      () => {
        spokenAt.current = performance.now()
        setSpoken(words)
      },
      Math.max(settlesMs, left),
    )
    return () => clearTimeout(timer)
  }, [words])
  return spoken
}
