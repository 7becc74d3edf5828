import type { ConversationView } from '@baton/core/protocol'
import { useState } from 'react'
import { conversations } from '../../api/conversations.ts'
import { useLive } from '../../live/hooks.ts'

/** Null: taken away. `untilSeq`: from this position on the log says it itself; null: it is not answered yet. */
type Wished = { value: unknown; untilSeq: number | null }

/** [U-04] The variables as they will be: a change shows at once, and goes back with the reason when it is refused. */
export function useVariables(view: ConversationView) {
  const live = useLive()
  const [wished, setWished] = useState<Readonly<Record<string, Wished>>>({})
  const ahead = Object.entries(wished).filter(([, { untilSeq }]) => untilSeq === null || untilSeq > view.lastSeq)
  const variables = withWishes(view.variables, ahead)
  const withdraw = (name: string) => setWished(({ [name]: _, ...others }) => others)

  /** Throws what it was refused with. */
  const set = async (name: string, value: unknown): Promise<void> => {
    setWished((before) => ({ ...before, [name]: { value, untilSeq: null } }))
    try {
      const { conversation } = await conversations.change(view.id, { variables: { [name]: value } })
      setWished((before) => ({ ...before, [name]: { value, untilSeq: conversation.lastSeq } }))
      if (live.phase.get().name !== 'open') await live.reload(view.id)
    } catch (error) {
      withdraw(name)
      throw error
    }
  }
  return { variables, set }
}

export type VariablesOf = ReturnType<typeof useVariables>

function withWishes(
  variables: Readonly<Record<string, unknown>>,
  wishes: readonly [string, Wished][],
): Readonly<Record<string, unknown>> {
  const next: Record<string, unknown> = { ...variables }
  for (const [name, { value }] of wishes) {
    if (value === null) delete next[name]
    else next[name] = value
  }
  return next
}
