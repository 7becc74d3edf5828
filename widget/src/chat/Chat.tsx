import type { ReplyItem } from '@baton/core/protocol'
import { useEffect } from 'preact/hooks'
import { composerOf } from '../state/composer.ts'
import { quickRepliesOf } from '../state/lines.ts'
import { ratingIn } from '../state/thread.ts'
import { isPreviewOn } from '../state/typing.ts'
import { currentStanding, latestThread } from '../state/view.ts'
import { AbsenceLine } from './AbsenceLine.tsx'
import { AskForm } from './AskForm.tsx'
import { Composer } from './Composer.tsx'
import type { Controller } from './controller.ts'
import { EndWarning } from './EndWarning.tsx'
import { focusChat } from './focus.ts'
import { Header } from './Header.tsx'
import { LinkLine } from './LinkLine.tsx'
import { Log } from './Log.tsx'
import { QuickReplies } from './QuickReplies.tsx'
import { Rating } from './Rating.tsx'
import { Refused } from './Refused.tsx'
import { useTexts } from './texts-context.ts'
import { useModel } from './use-model.ts'
import { WaitingRoom } from './WaitingRoom.tsx'
import { waitingWordsOf } from './waiting-words.ts'

export function Chat({ controller }: { controller: Controller }) {
  const texts = useTexts()
  const model = useModel(controller.store)
  const { phase, view, outbox, look } = model
  const standing = currentStanding(view)
  const latest = latestThread(view)

  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing) controller.close()
    }
    addEventListener('keydown', closeOnEscape)
    return () => removeEventListener('keydown', closeOnEscape)
  }, [controller])

  /** The pressed answer goes away, and the focus must not go with it. */
  const choose = (item: ReplyItem) => {
    controller.choose(item)
    focusChat()
  }

  return (
    <main class="chat">
      <Header model={model} standing={standing} controller={controller} />
      <LinkLine link={model.link} />
      {phase.type === 'refused' ? (
        <Refused because={phase.because} onRetry={controller.start} />
      ) : (
        <>
          {model.form?.kind !== 'start' && <Log model={model} controller={controller} />}
          <WaitingRoom words={waitingWordsOf(model, texts)} />
          <EndWarning model={model} ending={controller.ending} />
          {model.form ? (
            <AskForm
              key={model.form.kind}
              form={model.form}
              forms={controller.forms}
              keep={controller.keep}
              shownTimes={model.shownTimes}
            />
          ) : (
            <>
              <AbsenceLine model={model} onLeave={controller.forms.leave} />
              <QuickReplies items={quickRepliesOf(view, outbox)} onChoose={choose} />
              {standing.isClosed && look.hasRating && latest && (
                <Rating key={latest.id} given={ratingIn(latest)} farewell={controller.farewell} />
              )}
              <Composer
                key="composer"
                state={composerOf(view)}
                isPreviewed={isPreviewOn(model)}
                keep={controller.keep}
                shownTimes={model.shownTimes}
                controller={controller}
              />
            </>
          )}
        </>
      )}
    </main>
  )
}
