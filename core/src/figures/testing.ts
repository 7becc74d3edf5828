/** Logs for tests of the figures, written as a person would tell them. */
import type { Actor, ConversationEvent, EventBody, HolderView, StateChange } from '../conversation/event.ts'
import { asId } from '../ids.ts'
import type { Decision } from '../routing/index.ts'
import { group, opening, operatorId } from '../testing.ts'
import { after, type Instant, instant, toRfc3339 } from '../time.ts'
import { type BesidesTheLog, type ConversationFacts, factsOf } from './facts.ts'
import { type FigureResults, type FigureSettings, Figures } from './figures.ts'
import type { PresenceInterval } from './presence.ts'

const someDay = '2026-01-05'
const decision: Decision = { settings: {}, considered: [], picked: null, rule: 'random' }
const bots: HolderView = { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null }

/** A time of some day in UTC, or of another. */
export function at(time: string, day = someDay): Instant {
  return instant(Date.parse(`${day}T${time}Z`))
}

/**
 * A log from lines that begin with a time, in seconds:
 *
 *     opened · contact writes · bot writes · Ana writes · Ana notes · nobody (the action found none)
 *     requested [for GROUP] · offered to Ana for 20 · declined by Ana · missed by Ana · taken by Ana (who comes unasked, or on a request)
 *     assigned to Ana (picked by the action) · transferred to Ana · transferred to group GROUP
 *     handed over by WHO · closed by WHO          WHO: contact, bot, system or the name of an operator
 */
export function logOf(lines: readonly string[], { contact = 'carl', day = someDay } = {}): ConversationEvent[] {
  let holder = bots
  return lines.map((line, index) => {
    const [time = '', ...words] = line.split(' ')
    const moment = at(time, day)
    const [actor, body] = happening(words.join(' '), moment, holder, contact)
    if ('to' in body.data) holder = body.data.to
    return { ...body, seq: index + 1, id: asId<'event'>(`evt_${index + 1}`), at: moment, actor, epoch: 0 }
  })
}

export function factsFrom(lines: readonly string[], besides: BesidesTheLog & { contact?: string; day?: string } = {}) {
  return factsOf(logOf(lines, besides), besides)
}

/** The figures of some day, with nobody present unless said otherwise. */
export function figuresOf(all: Iterable<ConversationFacts>, settings: Partial<FigureSettings> = {}): FigureResults {
  const figures = new Figures({ from: at('00:00:00'), until: at('00:00:00', '2026-01-06'), presence: [], ...settings })
  for (const facts of all) figures.add(facts)
  return figures.result()
}

export function online(name: string, from: string, until: string, capacity: number | null = null): PresenceInterval {
  return { operator: operatorId(name), from: at(from), until: at(until), status: 'online', capacity }
}

function happening(words: string, moment: Instant, holder: HolderView, contact: string): [Actor, EventBody] {
  const system: Actor = { kind: 'system' }
  if (words === 'opened')
    return [system, { type: 'conversation_opened', data: opening({ contact: asId<'contact'>(contact) }) }]
  if (words === 'nobody')
    return [
      actorNamed('bot'),
      { type: 'assignment_skipped', data: { reason: 'none_online', cause: 'action', decision } },
    ]
  const [, who, verb] = /^(\S+) (writes|notes)$/.exec(words) ?? []
  if (who !== undefined) return [actorNamed(who), messageBy(who, verb === 'notes')]
  const [, offered = '', seconds] = /^offered to (\S+) for (\d+)$/.exec(words) ?? []
  if (seconds !== undefined) {
    const until = toRfc3339(after(moment, Number(seconds) * 1_000))
    return [system, { type: 'operator_offered', data: { operator: refTo(offered), until, cause: 'timer' } }]
  }
  return transition(words, moment, holder)
}

function transition(words: string, moment: Instant, holder: HolderView): [Actor, EventBody] {
  const requestedAt = holder.requestedAt ?? toRfc3339(moment)
  const ask = (groupName: string | undefined): HolderView => ({
    chatState: 'operator_requested',
    operator: null,
    group: groupName === undefined ? holder.group : group(groupName),
    requestedAt,
  })
  const own = (name: string): HolderView => ({ ...holder, chatState: 'taken_over', operator: refTo(name) })
  const change = (to: HolderView, extras: Partial<StateChange> = {}): StateChange => ({
    ...{ from: holder, to, reason: null, cause: 'desk' },
    ...extras,
  })
  const [, verb, who = ''] =
    /^(requested|declined by|missed by|taken by|assigned to|transferred to group|transferred to|handed over by|closed by) ?(?:for )?(\S+)?$/.exec(
      words,
    ) ?? []
  switch (verb) {
    case 'requested':
      return [
        actorNamed('bot'),
        { type: 'operator_requested', data: change(ask(who === '' ? undefined : who), { decision }) },
      ]
    case 'declined by':
      return [actorNamed(who), { type: 'operator_requested', data: change(ask(undefined), { reason: 'declined' }) }]
    case 'missed by':
      return [
        actorNamed('bot'),
        { type: 'operator_requested', data: change(ask(undefined), { reason: 'offer_missed' }) },
      ]
    case 'taken by':
      return [actorNamed(who), { type: 'taken_over', data: change(own(who)) }]
    case 'assigned to':
      return [actorNamed('bot'), { type: 'taken_over', data: change(own(who), { decision }) }]
    case 'transferred to':
      return [actorNamed('Sue'), { type: 'transferred', data: change(own(who)) }]
    case 'transferred to group':
      return [actorNamed('Sue'), { type: 'transferred', data: change(ask(who)) }]
    case 'handed over by':
      return [actorNamed(who), { type: 'handed_over', data: change(bots) }]
    case 'closed by':
      return [actorNamed(who), { type: 'closed', data: change(bots) }]
    default:
      throw new Error(`no line of a log: ${words}`)
  }
}

function messageBy(who: string, isNote: boolean): EventBody {
  return { type: 'message', data: { text: `${who} here`, parts: [], ...(isNote ? { note: true as const } : {}) } }
}

function refTo(name: string) {
  return { id: operatorId(name), name }
}

function actorNamed(who: string): Actor {
  if (who === 'system') return { kind: 'system' }
  if (who === 'contact') return { kind: 'contact', id: asId<'contact'>('carl') }
  if (who === 'bot') return { kind: 'chatbot', id: asId<'bot'>('bot_1'), name: 'Acme' }
  return { kind: 'operator', ...refTo(who) }
}
