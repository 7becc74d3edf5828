import type { FormField } from '@baton/core/protocol'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Keep } from '../connection/storage.ts'
import { maxLength } from '../state/composer.ts'
import { autocompleteOf, consented, type Values, type Wrong, wrongIn } from '../state/form.ts'
import { fill } from '../texts/fill.ts'
import { focusChat } from './focus.ts'
import type { Forms } from './forms.ts'
import type { FormState } from './model.ts'
import { useTexts } from './texts-context.ts'

/** Where the text of a message stands among the fields. */
const messageName = ' message'
const messageField: FormField = { variable: messageName, label: '', kind: 'text', isRequired: true }

type Props = { form: FormState; forms: Forms; keep: Keep; shownTimes: number }

/** Errors stand at their fields, and whoever sends is led to the first. What was written of a message is kept. */
export function AskForm({ form, forms, keep, shownTimes }: Props) {
  const texts = useTexts()
  const { form: words } = texts
  const { kind, fields, progress } = form
  const element = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState<Values>(() => ({ [messageName]: keep.read('draft') ?? '' }))
  const [wrong, setWrong] = useState<ReadonlyMap<string, Wrong>>(new Map())
  const isSkipped = kind === 'meanwhile' && fields.every(({ isRequired }) => !isRequired)

  useEffect(() => {
    if (shownTimes > 0 && hasLostFocus()) focusChat()
  }, [shownTimes])

  const write = (name: string, value: string) => {
    setValues((before) => ({ ...before, [name]: value }))
    setWrong((before) => new Map([...before].filter(([field]) => field !== name)))
    if (name === messageName) keep.write('draft', value || null)
  }
  const submit = () => {
    const found = wrongIn(kind === 'leave' ? [...fields, messageField] : fields, values)
    if ((values[messageName] ?? '').length > maxLength) found.set(messageName, 'too_long')
    setWrong(found)
    const [first] = found.keys()
    const named = first === undefined ? null : element.current?.elements.namedItem(first)
    if (named instanceof HTMLElement) named.focus()
    if (first === undefined) forms.submit(values, values[messageName] ?? '')
  }
  const title = { start: words.before, meanwhile: words.meanwhile, leave: words.leave }[kind]
  return (
    <form
      ref={element}
      class={`ask ${kind}`}
      noValidate
      aria-labelledby="ask-title"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h2 id="ask-title">{title}</h2>
      {form.text !== '' && <p dir="auto">{form.text}</p>}
      {fields.map((field) => (
        <Field
          key={field.variable}
          field={field}
          value={values[field.variable] ?? ''}
          wrong={wrong.get(field.variable) ?? null}
          onWrite={(value) => write(field.variable, value)}
        />
      ))}
      {kind === 'leave' && (
        <MessageField
          value={values[messageName] ?? ''}
          wrong={wrong.get(messageName) ?? null}
          onWrite={(value) => write(messageName, value)}
        />
      )}
      {(progress === 'not_reached' || progress === 'refused') && (
        <p role="alert" class="wrong">
          {texts.delivery.failed[progress]}
        </p>
      )}
      <div class="ask-acts">
        <button type="submit" class="main-button" disabled={progress === 'sending'}>
          {kind === 'start' ? words.start : words.submit}
        </button>
        {(isSkipped || kind === 'leave') && (
          <button type="button" class="text-button" onClick={forms.dismiss}>
            {kind === 'leave' ? words.back : words.skip}
          </button>
        )}
      </div>
    </form>
  )
}

const inputModes = { text: 'text', email: 'email', phone: 'tel' } as const

type FieldProps = { field: FormField; value: string; wrong: Wrong | null; onWrite: (value: string) => void }

function Field({ field, value, wrong, onWrite }: FieldProps) {
  const { form: words } = useTexts()
  const { variable, label, kind, isRequired, choices = [] } = field
  const id = `ask ${variable}`.replaceAll(' ', '-')
  const said = isRequired ? label : fill(words.optional, { label })
  const common = { id, name: variable, ...describedBy(id, wrong), 'aria-required': isRequired }
  if (kind === 'consent') {
    return (
      <div class="field">
        <label class="consent">
          <input
            {...common}
            type="checkbox"
            checked={value === consented}
            onChange={({ currentTarget }) => onWrite(currentTarget.checked ? consented : '')}
          />
          <span dir="auto">{said}</span>
        </label>
        <WrongLine id={id} wrong={wrong} />
      </div>
    )
  }
  return (
    <div class="field">
      <label for={id} dir="auto">
        {said}
      </label>
      {kind === 'choice' ? (
        <select {...common} value={value} onChange={({ currentTarget }) => onWrite(currentTarget.value)}>
          <option value="">{words.choose}</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type="text"
          inputmode={inputModes[kind]}
          // Addresses and numbers run from left to right in every language.
          dir={kind === 'text' ? 'auto' : 'ltr'}
          autocomplete={autocompleteOf(field)}
          value={value}
          onInput={({ currentTarget }) => onWrite(currentTarget.value)}
        />
      )}
      <WrongLine id={id} wrong={wrong} />
    </div>
  )
}

function MessageField({ value, wrong, onWrite }: Omit<FieldProps, 'field'>) {
  const { composer } = useTexts()
  const id = 'ask-message'
  return (
    <div class="field">
      <label for={id}>{composer.label}</label>
      <textarea
        id={id}
        name={messageName}
        rows={4}
        dir="auto"
        {...describedBy(id, wrong)}
        aria-required
        value={value}
        onInput={({ currentTarget }) => onWrite(currentTarget.value)}
      />
      <WrongLine id={id} wrong={wrong} />
    </div>
  )
}

function WrongLine({ id, wrong }: { id: string; wrong: Wrong | null }) {
  const { form } = useTexts()
  return wrong === null ? null : (
    <p id={`${id}-wrong`} class="wrong">
      {form.wrong[wrong]}
    </p>
  )
}

function describedBy(id: string, wrong: Wrong | null) {
  return wrong === null ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-wrong` }
}

/** What had the focus is gone, or nothing has it yet: only then it is given to the form. */
function hasLostFocus(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}
