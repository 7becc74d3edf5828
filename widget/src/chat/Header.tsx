import type { Standing } from '../state/thread.ts'
import { fill } from '../texts/fill.ts'
import type { Texts } from '../texts/texts.ts'
import { type HolderKind, HolderMark } from './HolderMark.tsx'
import { Icon } from './Icon.tsx'
import type { Model } from './model.ts'
import { useTexts } from './texts-context.ts'

export function Header({ model, standing, onClose }: { model: Model; standing: Standing; onClose: () => void }) {
  const texts = useTexts()
  return (
    <header>
      <div class="who">
        <h1 tabIndex={-1}>
          <bdi>{model.botName || model.workspaceName || ' '}</bdi>
        </h1>
        <p>
          {!standing.isClosed && <HolderMark kind={kindOf(standing)} />}
          <span>{wordsOf(standing, texts)}</span>
        </p>
      </div>
      <button type="button" class="icon-button" aria-label={texts.close} title={texts.close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </header>
  )
}

function kindOf({ chatState }: Standing): HolderKind {
  if (chatState === 'taken_over') return 'taken_over'
  return chatState === 'operator_requested' ? 'requested' : 'chatbot'
}

function wordsOf({ chatState, operator, isClosed }: Standing, { holder, operator: somebody }: Texts): string {
  if (isClosed) return holder.closed
  if (chatState === 'taken_over') return fill(holder.takenOver, { name: operator?.name ?? somebody })
  return chatState === 'operator_requested' ? holder.requested : holder.chatbot
}
