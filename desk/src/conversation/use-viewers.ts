import { useLiveState } from '../live/hooks.ts'
import type { Viewer } from '../live/viewing.ts'

const nobody: readonly Viewer[] = []

/** [U-07] Colleagues who have this conversation before them, those who write first. */
export function useViewers(conversation: string): readonly Viewer[] {
  return useLiveState((state) => state.viewing[conversation] ?? nobody)
}

/** Names as the reader's language lists them. */
export function listOfNames(language: string, viewers: readonly Viewer[]): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(viewers.map(({ name }) => name))
}
