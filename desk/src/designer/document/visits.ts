// What became of contacts at each interaction, and whether the picture has a line for it.

export type VisitCounts = { entered: number; toOperators: number; left: number }
export type NamedVisits = VisitCounts & { behavior: string; interaction: string }

export type Visits = {
  /** Every interaction has the line, also one that nobody came to: the picture stays as it is when figures come in. */
  hasLine: boolean
  counts: ReadonlyMap<string, VisitCounts>
}

export const noVisits: Visits = { hasLine: false, counts: new Map() }

export function countsByName(items: readonly NamedVisits[]): Visits['counts'] {
  return new Map(items.map(({ behavior, interaction, ...counts }) => [keyOf(behavior, interaction), counts]))
}

/** By names, as the live version had them; null: nobody came there. */
export function countsAt(counts: Visits['counts'], behavior: string, interaction: string): VisitCounts | null {
  return counts.get(keyOf(behavior, interaction)) ?? null
}

function keyOf(behavior: string, interaction: string): string {
  return JSON.stringify([behavior, interaction])
}
