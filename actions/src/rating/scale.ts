import type { ReplyItem } from '@baton/core/conversation'

export type Scale = 'stars' | 'thumbs'
export type Score = 1 | 2 | 3 | 4 | 5

/** What stands on the replies of each scale, the worst first. Digits can be typed, whatever the language. */
const labels: Record<Scale, readonly (readonly [string, Score])[]> = {
  stars: [
    ['1 ★', 1],
    ['2 ★', 2],
    ['3 ★', 3],
    ['4 ★', 4],
    ['5 ★', 5],
  ],
  thumbs: [
    ['👍', 5],
    ['👎', 1],
  ],
}

export function repliesOf(scale: Scale): ReplyItem[] {
  return labels[scale].map(([label, score]) => ({ label, payload: `rating_${score}` }))
}

/** The score that was clicked or typed: `4`, `4 ★`, `★★★★`, `👍🏽`. Null when it is none. */
export function readScore(said: string, scale: Scale): Score | null {
  const text = said.trim()
  const plain = text.replace(/[\u{1f3fb}-\u{1f3ff}\ufe0f]/gu, '')
  const found = labels[scale].find(([label, score]) => label === plain || (scale === 'stars' && `${score}` === plain))
  if (found !== undefined) return found[1]
  const stars = /^(?:★|⭐){1,5}$/u.test(plain) ? [...plain].length : 0
  return scale === 'stars' ? (labels.stars[stars - 1]?.[1] ?? null) : null
}
