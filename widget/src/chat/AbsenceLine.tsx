import { currentStanding } from '../state/view.ts'
import type { Model } from './model.ts'
import { useTexts } from './texts-context.ts'
import { absenceWordsOf } from './waiting-words.ts'

/** [V-09] Nobody is there, and something can be left for whoever comes back. Whoever waits is told why beside it. */
export function AbsenceLine({ model, onLeave }: { model: Model; onLeave: () => void }) {
  const texts = useTexts()
  const { absence, look, view, leftIn } = model
  const { chatState, isClosed } = currentStanding(view)
  if (absence === null || look.offline === null || chatState === 'taken_over' || isClosed) return null
  if (leftIn !== null && leftIn === view.threads.at(-1)?.id) return null
  return (
    <p class="absence">
      {chatState === 'chatbot_controlled' && <span>{absenceWordsOf(absence, texts)}</span>}
      <button type="button" class="text-button" onClick={onLeave}>
        {texts.absence.leave}
      </button>
    </p>
  )
}
