import type { ReplyItem } from '@baton/core/protocol'
import { useEffect } from 'preact/hooks'
import { composerOf } from '../state/composer.ts'
import { quickRepliesOf } from '../state/lines.ts'
import { currentStanding } from '../state/view.ts'
import { Composer } from './Composer.tsx'
import type { Controller } from './controller.ts'
import { focusChat } from './focus.ts'
import { Header } from './Header.tsx'
import { LinkLine } from './LinkLine.tsx'
import { Log } from './Log.tsx'
import { QuickReplies } from './QuickReplies.tsx'
import { Refused } from './Refused.tsx'
import { useTexts } from './texts-context.ts'
import { useModel } from './use-model.ts'
import { WaitingRoom } from './WaitingRoom.tsx'
import { waitingWordsOf } from './waiting-words.ts'

export function Chat({ controller }: { controller: Controller }) {
  const texts = useTexts()
  const model = useModel(controller.store)
  const { phase, view, outbox } = model

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
      <Header model={model} standing={currentStanding(view)} onClose={controller.close} />
      <LinkLine link={model.link} />
      {phase.type === 'refused' ? (
        <Refused because={phase.because} onRetry={controller.start} />
      ) : (
        <>
          <Log model={model} controller={controller} />
          <WaitingRoom words={waitingWordsOf(view, model.place, texts)} />
          <QuickReplies items={quickRepliesOf(view, outbox)} onChoose={choose} />
          <Composer
            key="composer"
            state={composerOf(view)}
            keep={controller.keep}
            shownTimes={model.shownTimes}
            controller={controller}
          />
        </>
      )}
    </main>
  )
}
