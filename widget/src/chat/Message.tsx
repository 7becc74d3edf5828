import type { MessageLine } from '../state/lines.ts'
import { fill } from '../texts/fill.ts'
import type { Texts } from '../texts/texts.ts'
import type { Controller } from './controller.ts'
import { Delivery } from './Delivery.tsx'
import { FormattedText } from './FormattedText.tsx'
import { HolderMark } from './HolderMark.tsx'
import { PartViews } from './Parts.tsx'
import { useTexts } from './texts-context.ts'
import { timeWords } from './times.ts'

/** One bubble. Who speaks is said to everybody: in sight at the first of a run, to screen readers at each. */
export function Message({ line, controller }: { line: MessageLine; controller: Controller }) {
  const texts = useTexts()
  const { speaker, text, parts, isFirstOfSpeaker, isLastOfSpeaker, delivery } = line
  const isOwn = speaker.kind === 'contact'
  const who = speakerWords(line, texts)
  return (
    <div
      class={`message ${isOwn ? 'own' : 'theirs'} ${isFirstOfSpeaker ? 'first' : ''} ${isLastOfSpeaker ? 'last' : ''}`}
    >
      {isFirstOfSpeaker && !isOwn ? (
        <p class="speaker">
          {speaker.kind === 'chatbot' && <HolderMark kind="chatbot" />}
          {speaker.kind === 'operator' && <HolderMark kind="taken_over" />}
          <bdi>{who}</bdi>
        </p>
      ) : (
        <span class="unseen">{who}: </span>
      )}
      {text !== null && (
        <div class={`bubble ${delivery ? delivery.status : ''}`}>
          <div dir="auto">
            <FormattedText text={text} />
          </div>
        </div>
      )}
      <PartViews parts={parts} isLive={line.isLive} onChoose={controller.choose} />
      {delivery && delivery.status !== 'sent' ? (
        <Delivery line={line} delivery={delivery} controller={controller} />
      ) : (
        isLastOfSpeaker && (
          <time aria-live="off" dateTime={line.at}>
            {timeWords(line.at)}
          </time>
        )
      )}
    </div>
  )
}

function speakerWords({ speaker: { kind, name } }: MessageLine, texts: Texts): string {
  if (kind === 'contact') return texts.you
  if (kind === 'operator') return name ?? texts.operator
  if (kind === 'system') return texts.team
  return name && name !== texts.assistant ? fill(texts.namedAssistant, { name }) : texts.assistant
}
