// A talk as it could be, for the preview: the chat itself draws it, nobody is asked anything.
import {
  type ContactActor,
  type ContactEvent,
  type ContactHolder,
  type PreviewWish,
  type WidgetLook,
  widgetLookOf,
} from '@baton/core/protocol'
import { apply, emptyView, type View } from '../state/view.ts'
import { type FormState, firstModel, type Model } from './model.ts'

const conversation = 'conv_preview'
const bot: ContactActor = { kind: 'chatbot' }
const contact: ContactActor = { kind: 'contact' }
const requested: ContactHolder = { chatState: 'operator_requested', operator: null }

/** `at`: when all of it was said. */
export function sampleModel({ settings, botName, state, locale, samples }: PreviewWish, at: string): Model {
  const look = widgetLookOf(settings, locale, new Set())
  const { question, answer, operator, reply } = samples
  const said = (actor: ContactActor, text: string) => ({ type: 'message' as const, actor, data: { parts: [], text } })
  const moved = (type: 'operator_requested' | 'taken_over', to: ContactHolder) => ({
    type,
    actor: { kind: 'system' as const },
    data: { to },
  })
  const ana: ContactHolder = { chatState: 'taken_over', operator: { name: operator } }
  const talk = [said(contact, question), said(bot, answer)]
  const form = formIn(state, look)
  const asks = state === 'waiting' || state === 'offline' || form?.kind === 'meanwhile'
  const events = [
    ...(form?.kind === 'start' ? [] : talk),
    ...(asks ? [moved('operator_requested', requested)] : []),
    ...(state === 'taken_over' ? [moved('taken_over', ana), said({ kind: 'operator', name: operator }, reply)] : []),
  ].map((event, index): ContactEvent => ({ ...event, seq: index + 1, id: `ev_${index}`, at }))
  const isAbsent = state === 'offline'
  return {
    ...firstModel,
    phase: { type: 'ready' },
    link: 'live',
    botName,
    look,
    view: viewOf(events),
    form,
    absence: isAbsent ? { because: 'nobody_online' } : null,
    place: asks && !isAbsent ? { conversation, place: { position: 2, waiting: 3, estimate: null } } : null,
  }
}

function viewOf(events: ContactEvent[]): View {
  if (events.length === 0) return emptyView
  return apply({ type: 'streamed', conversation, events, lastSeq: events.length }, emptyView)
}

/** A form that is off shows nothing, as it will be. */
function formIn(state: PreviewWish['state'], { preChat, offline }: WidgetLook): FormState | null {
  if (state === 'pre_chat' && preChat !== null) {
    const kind = preChat.when === 'always' ? 'start' : 'meanwhile'
    return { kind, text: preChat.text, fields: preChat.fields, progress: 'open' }
  }
  if (state === 'offline' && offline !== null) return { kind: 'leave', ...offline, progress: 'open' }
  return null
}
