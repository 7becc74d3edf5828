import type { TypingSign } from '../state/typing.ts'
import { fill } from '../texts/fill.ts'
import { useTexts } from './texts-context.ts'

/** Not announced: it comes and goes. */
export function Typing({ sign }: { sign: TypingSign }) {
  const texts = useTexts()
  const name = sign.by === 'operator' ? (sign.name ?? texts.operator) : texts.assistant
  return (
    <p class="typing" aria-hidden="true">
      <span class="dots">
        <i />
        <i />
        <i />
      </span>
      {fill(texts.typing, { name })}
    </p>
  )
}
