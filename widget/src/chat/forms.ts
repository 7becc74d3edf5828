// What is asked before and beside the talk: the contact's answers on their way to the server.
import type { FormField } from '@baton/core/protocol'
import type { Api, Reply, Trouble } from '../connection/api.ts'
import type { Answer } from '../connection/parse.ts'
import type { Keep } from '../connection/storage.ts'
import { unanswered, type Values, type Variables, variablesOf } from '../state/form.ts'
import { currentStanding, latestThread, type View } from '../state/view.ts'
import { chanceId } from './chance-id.ts'
import type { FormState, Store } from './model.ts'

/** Whether somebody is there by now is asked again after so many milliseconds. */
const askAgainMs = 60_000

export type Forms = {
  /** Before the first words, where anything is to be asked then. */
  askFirst(): boolean
  /** What is written meanwhile waits for the answers. */
  holdsBack(): boolean
  /** To be told of every change in the talk, with how it was before. */
  follow(before: View): void
  /** Nothing happens where an answer is on its way. */
  submit(values: Values, text: string): void
  dismiss(): void
  leave(): void
}

type Parts = {
  api: Pick<Api, 'send' | 'leave' | 'absence'>
  store: Store
  keep: Keep
  /** What the page has said of the contact. */
  known: () => Variables
  onAnswer: (answer: Answer) => void
  /** The first answers have opened the conversation. */
  begin: () => void
}

export function createForms({ api, store, keep, known, onAnswer, begin }: Parts): Forms {
  /** Asked or skipped once, nothing is asked again in the same conversation. */
  const settled = new Set<string>()
  /** The same for every try, so that it counts once. */
  let leftId = chanceId()
  let isAsking = false
  /** What the contact has said in the forms since the look was read. */
  let answered: Variables = {}

  const saidSoFar = () => ({ ...known(), ...answered })

  function show(kind: FormState['kind'], text: string, fields: FormField[]): void {
    store.change({ form: { kind, text, fields: unanswered(fields, saidSoFar()), progress: 'open' } })
  }

  function conversation(): string {
    return latestThread(store.read().view)?.id ?? ''
  }

  async function ask(): Promise<void> {
    const reply = await api.absence()
    if (reply.ok) store.change({ absence: reply.value.absence })
  }

  /** While somebody waits, or could leave something: it may end at any time. */
  function keepAsking(): void {
    if (isAsking) return
    isAsking = true
    setTimeout(() => {
      isAsking = false
      const { absence, look } = store.read()
      if (absence === null || (look.offline === null && !isWaiting(store.read().view))) return
      void ask().then(keepAsking)
    }, askAgainMs)
  }

  async function asked(): Promise<void> {
    await ask()
    keepAsking()
    const { view, look, absence, form } = store.read()
    if (form !== null || settled.has(conversation()) || !isWaiting(view)) return
    if (absence !== null && look.offline !== null) return show('leave', look.offline.text, look.offline.fields)
    askMeanwhile()
  }

  function askMeanwhile(): void {
    const { look, form } = store.read()
    const { preChat } = look
    if (form !== null || preChat?.when !== 'before_operator' || settled.has(conversation())) return
    if (unanswered(preChat.fields, saidSoFar()).length > 0) show('meanwhile', preChat.text, preChat.fields)
  }

  async function send({ kind, fields }: FormState, values: Values, text: string): Promise<Reply<Answer>> {
    const variables = { ...(kind === 'start' && known()), ...variablesOf(fields, values) }
    if (kind === 'leave') return api.leave({ text: text.trim(), variables, clientMessageId: leftId })
    return api.send({ variables })
  }

  async function submit(form: FormState, values: Values, text: string): Promise<void> {
    store.change({ form: { ...form, progress: 'sending' } })
    const reply = await send(form, values, text)
    if (!reply.ok) return store.change({ form: { ...form, progress: progressAfter(reply.trouble) } })
    answered = { ...answered, ...variablesOf(form.fields, values) }
    settled.add(reply.value.conversation)
    leftId = chanceId()
    // It is said: the field for the next message begins empty.
    if (form.kind === 'leave') keep.write('draft', null)
    store.change({ form: null, ...(form.kind === 'leave' && { leftIn: reply.value.conversation }) })
    onAnswer(reply.value)
    if (form.kind === 'start') begin()
  }

  return {
    askFirst() {
      const { preChat } = store.read().look
      if (preChat?.when !== 'always' || unanswered(preChat.fields, saidSoFar()).length === 0) return false
      show('start', preChat.text, preChat.fields)
      return true
    },
    holdsBack: () => store.read().form?.kind === 'start',
    follow(before) {
      const { view, form, look, absence } = store.read()
      if (look.offline !== null && absence !== null) keepAsking()
      const was = currentStanding(before).chatState
      const { chatState, isClosed } = currentStanding(view)
      if (chatState === 'operator_requested' && !isClosed && was !== chatState) void asked()
      if (chatState !== 'taken_over' || was === chatState) return
      // Whoever has joined is who to write to.
      store.change(form?.kind === 'leave' ? { form: null, absence: null } : { absence: null })
      askMeanwhile()
    },
    submit(values, text) {
      const { form } = store.read()
      if (form !== null && form.progress !== 'sending') void submit(form, values, text)
    },
    dismiss() {
      settled.add(conversation())
      store.change({ form: null })
    },
    leave() {
      const { offline } = store.read().look
      if (offline !== null) show('leave', offline.text, offline.fields)
    },
  }
}

function isWaiting(view: View): boolean {
  const { chatState, isClosed } = currentStanding(view)
  return chatState === 'operator_requested' && !isClosed
}

function progressAfter(trouble: Trouble): FormState['progress'] {
  return trouble.kind === 'unreachable' ? 'not_reached' : 'refused'
}
