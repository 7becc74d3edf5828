import { useState } from 'preact/hooks'
import type { Standing } from '../state/thread.ts'
import { fill } from '../texts/fill.ts'
import type { Texts } from '../texts/texts.ts'
import type { Controller } from './controller.ts'
import { type HolderKind, HolderMark } from './HolderMark.tsx'
import { Icon } from './Icon.tsx'
import { Menu } from './Menu.tsx'
import type { Model } from './model.ts'
import { useTexts } from './texts-context.ts'

export function Header({
  model,
  standing,
  controller,
}: {
  model: Model
  standing: Standing
  controller: Pick<Controller, 'close' | 'farewell'>
}) {
  const texts = useTexts()
  const { look, view, canMail } = model
  const { hasTranscript } = look
  const canEnd = view.threads.length > 0 && !standing.isClosed
  return (
    <header>
      {model.look.picture?.startsWith('https://') && <Face url={model.look.picture} />}
      <div class="who">
        <h1 tabIndex={-1}>
          <bdi>{model.look.title || model.botName || model.workspaceName || ' '}</bdi>
        </h1>
        <p>
          {!standing.isClosed && <HolderMark kind={kindOf(standing)} />}
          <span>{wordsOf(standing, texts)}</span>
        </p>
      </div>
      {view.threads.length > 0 && (canEnd || hasTranscript) && (
        <Menu canEnd={canEnd} hasTranscript={hasTranscript} canMail={canMail} farewell={controller.farewell} />
      )}
      <button type="button" class="icon-button" aria-label={texts.close} title={texts.close} onClick={controller.close}>
        <Icon name="close" />
      </button>
    </header>
  )
}

/** Beside the name it says nothing more; one that cannot be loaded leaves no gap. */
function Face({ url }: { url: string }) {
  const [isMissing, setMissing] = useState(false)
  return isMissing ? null : (
    <img class="face" src={url} alt="" referrerpolicy="no-referrer" onError={() => setMissing(true)} />
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
