import type { Channel } from './channel.ts'

/** For tests only: a channel that shows everything but can only answer, never begin (HO-22). */
export const answersOnly: Channel = {
  type: 'answers_only',
  title: 'Answers only',
  help: 'Shows what is said as the answer to what the contact has just written.',
  can: ['image', 'quick_replies', 'buttons', 'card', 'file', 'location'],
}
