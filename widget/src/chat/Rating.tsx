import { useState } from 'preact/hooks'
import { fill, numberWords } from '../texts/fill.ts'
import type { Farewell } from './farewell.ts'
import { useTexts } from './texts-context.ts'

const scores = [1, 2, 3, 4, 5] as const
/** Characters. */
const longestComment = 1_000

/** [V-11] What the contact thinks of it; `given`: what they have said already, which they may change. */
export function Rating({ given, farewell }: { given: number | null; farewell: Farewell }) {
  const { rating, form, menu, language } = useTexts()
  const [score, setScore] = useState(given)
  const [comment, setComment] = useState('')
  const [says, setSays] = useState(given === null ? '' : rating.thanks)
  const [isOpen, setOpen] = useState(false)
  const send = async () => {
    if (score === null) return
    const isTaken = await farewell.rate(score, comment)
    setSays(isTaken ? rating.thanks : menu.failed)
    setOpen(!isTaken)
  }
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <fieldset>
        <legend>{rating.question}</legend>
        <div class="scale">
          <div class="scores">
            {scores.map((one) => (
              <label key={one} class="score">
                <input
                  type="radio"
                  name="score"
                  class="unseen"
                  checked={score === one}
                  aria-label={fill(rating.score, { score: numberWords(one, language) })}
                  onChange={() => {
                    setScore(one)
                    setOpen(true)
                    setSays('')
                  }}
                />
                <span aria-hidden="true">{numberWords(one, language)}</span>
              </label>
            ))}
          </div>
          <div class="ends" aria-hidden="true">
            <span>{rating.worst}</span>
            <span>{rating.best}</span>
          </div>
        </div>
      </fieldset>
      {isOpen && (
        <>
          <label>
            {fill(form.optional, { label: rating.comment })}
            <textarea
              rows={2}
              dir="auto"
              maxLength={longestComment}
              value={comment}
              onInput={({ currentTarget }) => setComment(currentTarget.value)}
            />
          </label>
          <button type="submit" class="button">
            {form.submit}
          </button>
        </>
      )}
      <p role="status">{says}</p>
    </form>
  )
}
