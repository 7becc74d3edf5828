/** A program with an administrator's key: assigns, moves and reads conversations, and replies for operators, as it comes. */
import type { Wish } from '../history.ts'
import { group, markOf, notice } from '../script.ts'
import { type Actor, type ActorParts, callerFor, pause, programHeaders } from './actor.ts'
import type { Call } from './caller.ts'

export function program(parts: ActorParts, name: string): Actor {
  const { place, chance, recent, isOver } = parts
  const client = `${place.name}-${name}`
  const caller = callerFor(parts, client, programHeaders(place), () => true)
  const someOperator = () => place.operators[chance.below(place.operators.length)]?.id ?? ''
  let number = 0

  const wishFor = (conversation: string): { wish: Wish; call: Call } => {
    const path = `/conversations/${conversation}`
    const operator = someOperator()
    const luck = chance.below(100)
    if (luck < 20)
      return {
        wish: { type: 'claim', conversation, operator },
        call: { method: 'POST', path: `${path}/claim`, body: { operator } },
      }
    if (luck < 40) {
      const pick = chance.below(4) === 0 ? 'random' : 'less_busy'
      return {
        wish: { type: 'set_operator_state', conversation, pick },
        call: { method: 'PUT', path: `${path}/operator-state`, body: settings(pick, chance.below(2) === 0) },
      }
    }
    if (luck < 55)
      return {
        wish: { type: 'hand_over', conversation },
        call: { method: 'POST', path: `${path}/handover`, body: {} },
      }
    if (luck < 65)
      return {
        wish: { type: 'transfer', conversation, operator },
        call: { method: 'POST', path: `${path}/transfer`, body: { from: someOperator(), operator } },
      }
    if (luck < 70)
      return { wish: { type: 'close', conversation }, call: { method: 'POST', path: `${path}/close`, body: {} } }
    if (luck < 80) return { wish: { type: 'read', conversation }, call: { method: 'GET', path } }
    if (luck < 83)
      return {
        wish: { type: 'other', call: 'interaction' },
        call: { method: 'POST', path: `${path}/interactions`, body: { interaction: notice, wait: 0 } },
      }
    number += 1
    const isNote = chance.below(5) === 0
    const text = `reply ${number} ${markOf(place.name, isNote ? 'note' : name)}`
    const key = `${client}:${number}`
    return {
      wish: { type: 'send', key, text },
      call: {
        method: 'POST',
        path: `${path}/messages`,
        body: { operator, text, clientMessageId: key, ...(isNote ? { note: true } : {}) },
      },
    }
  }

  return {
    name: client,
    isSteady: false,
    async step() {
      const conversation = recent.some(chance)
      if (conversation !== null) {
        const { wish, call } = wishFor(conversation)
        // Only what has a key is sure to be done once; of the rest nobody knows, and nobody asks again.
        if (wish.type === 'send') await caller.call(wish, call, isOver)
        else if ((await caller.attempt(wish, call)).outcome.kind === 'unknown') await caller.moveOn()
      }
      await pause(parts)
    },
  }
}

function settings(assignOperator: 'random' | 'less_busy', onlyOnlineOperators: boolean) {
  return { mode: 'operator_takeover', operatorsGroup: group, assignOperator, onlyOnlineOperators }
}
