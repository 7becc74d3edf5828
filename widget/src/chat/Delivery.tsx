import { useState } from 'preact/hooks'
import type { Delivery as DeliveryState, MessageLine } from '../state/lines.ts'
import type { Controller } from './controller.ts'
import { failedWords } from './failed-words.ts'
import { useTexts } from './texts-context.ts'

/** How far an own message has come; a refused one says why and what can be done. */
export function Delivery({
  line,
  delivery,
  controller,
}: {
  line: MessageLine
  delivery: DeliveryState
  controller: Controller
}) {
  const texts = useTexts()
  if (delivery.status !== 'failed') {
    return (
      <p class="delivery" aria-live="off">
        {delivery.status === 'sending' ? texts.delivery.sending : texts.delivery.waiting}
      </p>
    )
  }
  return (
    <div class="delivery failed">
      <p role="alert">{failedWords(delivery.reason ?? 'refused', texts)}</p>
      <div class="delivery-acts">
        <button type="button" class="text-button" onClick={() => controller.retry(line.key)}>
          {texts.delivery.retry}
        </button>
        <CopyButton text={line.text ?? ''} />
        <button type="button" class="text-button" onClick={() => controller.discard(line.key)}>
          {texts.delivery.discard}
        </button>
      </div>
    </div>
  )
}

function CopyButton({ text }: { text: string }) {
  const { delivery } = useTexts()
  const [isCopied, setCopied] = useState(false)
  const copy = () => {
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <button type="button" class="text-button" onClick={copy}>
      {isCopied ? delivery.copied : delivery.copy}
    </button>
  )
}
