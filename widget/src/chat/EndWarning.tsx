import { useEffect, useRef, useState } from 'preact/hooks'
import { serverNow } from '../connection/server-time.ts'
import { type AnnouncedEnd, isEndPutOffIn } from '../state/end.ts'
import { currentStanding, latestThread } from '../state/view.ts'
import { countdownOf, endWithTimeOf, endWordsOf } from './end-words.ts'
import { type Ending, standingEnd } from './ending.ts'
import { focusChat } from './focus.ts'
import type { Model } from './model.ts'
import { useTexts } from './texts-context.ts'

const secondMs = 1_000
/** The region is there before its words, also when the chat opens with a warning. */
const settlesMs = 500

/** The chat ends by itself soon: read aloud once, counted down silently, put off with one button. */
export function EndWarning({ model, ending }: { model: Model; ending: Ending }) {
  const texts = useTexts()
  const [failed, setFailed] = useState<number | null>(null)
  const announced = standingEnd(model)
  const left = useSecondsLeft(announced)
  const end = left > 0 ? announced : null
  const latest = latestThread(model.view)
  const name = currentStanding(model.view).operator?.name ?? null
  const words = end && endWithTimeOf({ outcome: end.outcome, name }, left, texts)
  const isPutOff = latest !== null && isEndPutOffIn(latest)
  const spoken = useSpoken(end?.seq ?? null, words, isPutOff ? texts.ending.goesOn : null)
  const hasFailed = end !== null && failed === end.seq

  const stay = async () => {
    // The button goes away, and the focus must not go with it.
    focusChat()
    const seq = end?.seq ?? null
    setFailed((await ending.stay()) ? null : seq)
  }
  return (
    <>
      {end && (
        <div class="end-warning">
          <p>
            <span>{endWordsOf({ outcome: end.outcome, name }, texts)}</span>{' '}
            <span role="timer" class="countdown">
              {countdownOf(left, texts.language)}
            </span>
          </p>
          <button type="button" class="button" onClick={stay}>
            {texts.ending.stay}
          </button>
          {hasFailed && <p class="failed">{texts.menu.failed}</p>}
        </div>
      )}
      <p role="status" class="unseen">
        {hasFailed ? texts.menu.failed : spoken}
      </p>
    </>
  )
}

/** By the server's clock, and not below zero; the second hand moves only while something ends. */
function useSecondsLeft(end: AnnouncedEnd | null): number {
  const [, setSeconds] = useState(0)
  const until = end?.until ?? null
  useEffect(() => {
    if (until === null) return undefined
    const timer = setInterval(() => setSeconds((seconds) => seconds + 1), secondMs)
    return () => clearInterval(timer)
  }, [until])
  return until === null ? 0 : Math.max(0, Math.ceil((until - serverNow()) / secondMs))
}

/** Each warning once, in the words of its first moment; and that it is over when the contact has put it off. */
function useSpoken(seq: number | null, words: string | null, goesOn: string | null): string | null {
  const [spoken, setSpoken] = useState<string | null>(null)
  const wasWarned = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with every second
  useEffect(() => {
    const next = seq !== null ? words : wasWarned.current ? goesOn : null
    wasWarned.current = seq !== null
    const timer = setTimeout(() => setSpoken(next), settlesMs)
    return () => clearTimeout(timer)
  }, [seq, goesOn])
  return spoken
}
