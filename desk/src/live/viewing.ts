import type { ServerFrame, ViewingState } from '@baton/core/protocol'

/** [U-07] A colleague who has a conversation before them. */
export type Viewer = { id: string; name: string; state: Exclude<ViewingState, 'gone'> }
type Viewing = Readonly<Record<string, readonly Viewer[]>>

/** Who writes comes first, then who looks; among equals by name, so that nobody changes places for nothing. */
const order: Record<Viewer['state'], number> = { writing: 0, viewing: 1, away: 2 }

export function withViewer(viewing: Viewing, frame: Extract<ServerFrame, { type: 'viewing' }>): Viewing {
  const { conversation, operator, state } = frame
  const others = (viewing[conversation] ?? []).filter(({ id }) => id !== operator.id)
  const now = state === 'gone' ? others : [...others, { ...operator, state }]
  const { [conversation]: _, ...rest } = viewing
  if (now.length === 0) return rest
  const sorted = now.sort((a, b) => order[a.state] - order[b.state] || a.name.localeCompare(b.name))
  return { ...rest, [conversation]: sorted }
}
