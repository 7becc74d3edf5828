import type { Bubble, Part } from '@baton/core/conversation'
import { type Effect, next, type Step, step } from '@baton/core/flow'
import { Type } from 'typebox'

/** The text above what can be clicked. */
export const textAbove = Type.Optional(
  Type.String({
    maxLength: 10_000,
    title: 'Text',
    description: 'What the bot says above them.',
    template: true,
    multiline: true,
  }),
)

/** Says a text and what belongs to it in one bubble; with neither there is nothing to say. */
export function sayWith(text: string | undefined, part: Part | null, effects: readonly Effect[]): Step {
  const said: Bubble = text === undefined || text === '' ? { parts: [] } : { text, parts: [{ type: 'text', text }] }
  const bubble = part === null ? said : { ...said, parts: [...said.parts, part] }
  return step(next, bubble.parts.length === 0 ? effects : [...effects, { kind: 'say', bubble }])
}
