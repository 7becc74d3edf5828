import { useEffect, useRef, useState } from 'preact/hooks'
import type { TranscriptFormat } from '../connection/api.ts'
import { fill } from '../texts/fill.ts'
import type { Texts } from '../texts/texts.ts'
import type { Farewell } from './farewell.ts'
import { Icon } from './Icon.tsx'
import { useTexts } from './texts-context.ts'

type Props = { canEnd: boolean; hasTranscript: boolean; canMail: boolean; farewell: Farewell }
type Step = 'list' | 'mail' | 'end'

/** [V-11] What is seldom needed: the transcript, and the end, which is asked about once. */
export function Menu(props: Props) {
  const { menu } = useTexts()
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what its buttons leave
    <div
      class="menu-place"
      ref={place}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        // The chat itself stays.
        event.stopPropagation()
        close()
      }}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !place.current?.contains(relatedTarget)) setOpen(false)
      }}
    >
      <button
        type="button"
        ref={button}
        class="icon-button"
        aria-label={menu.open}
        title={menu.open}
        aria-expanded={isOpen}
        aria-controls="menu"
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      <div id="menu" class="menu" hidden={!isOpen}>
        {isOpen && <Steps {...props} onClose={close} />}
      </div>
    </div>
  )
}

function Steps({ canEnd, hasTranscript, canMail, farewell, onClose }: Props & { onClose: () => void }) {
  const texts = useTexts()
  const { menu } = texts
  const [step, setStep] = useState<Step>('list')
  const [says, setSays] = useState('')
  const content = useRef<HTMLDivElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins at its first control
  useEffect(() => content.current?.querySelector<HTMLElement>('button, input')?.focus(), [step])

  const done = (isDone: boolean) => (isDone ? onClose() : setSays(menu.failed))
  const download = async (format: TranscriptFormat) => done(await farewell.download(format))
  return (
    <div ref={content}>
      {step === 'list' && (
        <>
          {hasTranscript && <Item words={menu.text} onClick={() => void download('text')} />}
          {hasTranscript && <Item words={menu.page} onClick={() => void download('html')} />}
          {hasTranscript && canMail && <Item words={menu.mail} onClick={() => setStep('mail')} />}
          {canEnd && <Item words={menu.end} onClick={() => setStep('end')} />}
        </>
      )}
      {step === 'mail' && <MailStep farewell={farewell} onSays={setSays} texts={texts} />}
      {step === 'end' && (
        <fieldset class="menu-step">
          <legend>{menu.endQuestion}</legend>
          <div class="menu-acts">
            <button type="button" class="button" onClick={onClose}>
              {menu.goOn}
            </button>
            <button type="button" class="button" onClick={async () => done(await farewell.end())}>
              {menu.end}
            </button>
          </div>
        </fieldset>
      )}
      <p class="menu-says" role="status">
        {says}
      </p>
    </div>
  )
}

function Item({ words, onClick }: { words: string; onClick: () => void }) {
  return (
    <button type="button" class="menu-item" onClick={onClick}>
      {words}
    </button>
  )
}

/** Says what happens before it does. */
function MailStep({ farewell, onSays, texts }: { farewell: Farewell; onSays: (words: string) => void; texts: Texts }) {
  const { menu, form } = texts
  const [address, setAddress] = useState('')
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    const to = address.trim()
    if (!/^[^\s@<>",]+@[^\s@<>",]+$/.test(to)) return onSays(form.wrong.email)
    setBusy(true)
    const isSent = await farewell.mail(to)
    setBusy(false)
    if (isSent) setAddress('')
    onSays(isSent ? fill(menu.mailed, { address: to }) : menu.failed)
  }
  return (
    <form
      class="menu-step"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label>
        {menu.address}
        <input
          type="email"
          autocomplete="email"
          dir="ltr"
          maxLength={254}
          aria-describedby="mail-tells"
          value={address}
          onInput={({ currentTarget }) => setAddress(currentTarget.value)}
        />
      </label>
      <p id="mail-tells">{menu.mailTells}</p>
      <button type="submit" class="button" disabled={isBusy}>
        {form.submit}
      </button>
    </form>
  )
}
