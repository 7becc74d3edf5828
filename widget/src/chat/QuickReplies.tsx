import type { ReplyItem } from '@baton/core/protocol'
import { useTexts } from './texts-context.ts'

export function QuickReplies({ items, onChoose }: { items: ReplyItem[]; onChoose: (item: ReplyItem) => void }) {
  const texts = useTexts()
  if (items.length === 0) return null
  return (
    <fieldset class="chips" aria-label={texts.choices}>
      {items.map((item) => (
        <button
          type="button"
          class="chip"
          dir="auto"
          key={`${item.label} ${item.payload}`}
          onClick={() => onChoose(item)}
        >
          {item.label}
        </button>
      ))}
    </fieldset>
  )
}
