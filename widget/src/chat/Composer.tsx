import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Keep } from '../connection/storage.ts'
import { type ComposerState, canSend, signsLeft } from '../state/composer.ts'
import { counted, fill } from '../texts/fill.ts'
import { directionOf } from '../texts/language.ts'
import type { Texts } from '../texts/texts.ts'
import type { Controller } from './controller.ts'
import { focusChat } from './focus.ts'
import { Icon } from './Icon.tsx'
import { useTexts } from './texts-context.ts'
import { sizeOf } from './times.ts'
import { saidFileBytes } from './uploads.ts'

type ComposerProps = {
  state: ComposerState
  isPreviewed: boolean
  keep: Keep
  shownTimes: number
  controller: Controller
}

export function Composer({ state, isPreviewed, keep, shownTimes, controller }: ComposerProps) {
  const texts = useTexts()
  const field = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState(() => keep.read('draft') ?? '')
  const isDisabled = state.can === 'choose' || state.can === 'wait'
  const left = signsLeft(draft)

  // What stands in an empty field may take two lines too.
  useLayoutEffect(() => grow(field.current))
  useEffect(() => {
    if (shownTimes > 0) focusChat()
  }, [shownTimes])

  const write = (text: string) => {
    setDraft(text)
    keep.write('draft', text || null)
  }
  const send = () => {
    if (controller.say(draft)) write('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends a word in input methods, which is not yet sending.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      class={`composer ${isDisabled ? 'off' : ''}`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <FileButton isDisabled={isDisabled} onFile={controller.upload} />
      <textarea
        ref={field}
        rows={1}
        // A placeholder is ours: empty, the field runs as the page does.
        dir={draft === '' ? directionOf(texts.language) : 'auto'}
        enterkeyhint="send"
        aria-label={texts.composer.label}
        aria-describedby={isPreviewed ? 'seen hint' : 'hint'}
        placeholder={placeholderOf(state, texts)}
        disabled={isDisabled}
        value={draft}
        onKeyDown={onKeyDown}
        onInput={({ currentTarget }) => {
          write(currentTarget.value)
          controller.tellTyping(currentTarget.value)
        }}
      />
      <button
        type="submit"
        class="send"
        aria-label={texts.composer.send}
        title={texts.composer.send}
        disabled={isDisabled || !canSend(draft)}
      >
        <Icon name="send" />
      </button>
      {isPreviewed && (
        <p id="seen" class="seen">
          {texts.composer.seen}
        </p>
      )}
      <p id="hint" role="status" class={`hint ${left !== null && left < 0 ? 'failed' : ''}`}>
        {left !== null && leftWords(left, texts)}
      </p>
    </form>
  )
}

function FileButton({ isDisabled, onFile }: { isDisabled: boolean; onFile: (file: File) => void }) {
  const { composer, language } = useTexts()
  const words = fill(composer.attach, { size: sizeOf(saidFileBytes, language) })
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file) onFile(file)
          currentTarget.value = ''
        }}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={words}
        title={words}
        disabled={isDisabled}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
    </>
  )
}

function placeholderOf({ can }: ComposerState, { composer }: Texts): string {
  if (can === 'choose') return composer.choose
  if (can === 'wait') return composer.locked
  return can === 'start_anew' ? composer.startAnew : composer.placeholder
}

function leftWords(left: number, { composer, language }: Texts): string {
  return left < 0 ? counted(composer.tooMany, -left, language) : counted(composer.left, left, language)
}

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
