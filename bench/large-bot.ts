/** A bot whose one behavior holds everything, for what must stay fluid however large it is. */
import type { ActionDocument, BotDocument, InteractionDocument } from '../core/src/flow/bot.ts'

export const sizes = { interactions: 500, actions: 10, jumps: 2 }

export function largeBot(): BotDocument {
  const interactions = Array.from({ length: sizes.interactions }, (_, at) => interactionAt(at))
  return { name: 'Large', startBehavior: 'main', behaviors: [{ name: 'main', interactions }] }
}

/** Its replies lead on: one down a tree, so that every one is reached, and one anywhere. */
function interactionAt(at: number): InteractionDocument {
  const texts = Array.from({ length: sizes.actions - 3 }, (_, line) => ({
    type: 'text',
    text: `Line ${line} of part ${at}: what the contact reads before going on, {{ user_name | default: 'you' }}.`,
  }))
  const targets = [Math.floor(at / 2), at * 7 + 3, at * 2 + 1, at * 2 + 2].filter(
    (to) => to < sizes.interactions && to > at,
  )
  const jumps = [...targets.slice(-sizes.jumps), (at * 13 + 5) % sizes.interactions].slice(0, sizes.jumps)
  const replies = jumps.map((to) => ({ label: `On to ${to}`, on_click: [{ type: 'go_to', interaction: nameAt(to) }] }))
  const actions = [
    ...texts,
    { type: 'set_variable', variable: 'seen', value: nameAt(at) },
    { type: 'quick_replies', text: 'Where to?', replies },
    { type: 'input', variable: 'answer', expects: 'text' },
  ] as ActionDocument[]
  return { name: nameAt(at), ...(at === 0 ? { start: true } : {}), keywords: [`word ${at}`], actions }
}

export function nameAt(at: number): string {
  return `part ${at}`
}
