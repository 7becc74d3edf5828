/** Moving on the stack: into an interaction, into a list of operations. */
import type { CompiledBot, CompiledInteraction } from './compile.ts'
import type { Flow, Frame, Position, Turn } from './flow.ts'

/** Goes to an interaction: what waited is left behind, and the place where the contact was becomes `previous`. */
export function entered(flow: Flow, target: CompiledInteraction, bot: CompiledBot): Flow {
  const position = { behavior: target.behavior, interaction: target.name }
  const moved = pushList({ ...flow, waiting: null }, target.list, bot.version, position)
  return { ...withTurn(moved, { answered: true }), previous: flow.position, position }
}

export function pushList(
  flow: Flow,
  list: string,
  version: number,
  at: Position | CompiledInteraction,
  fallback?: boolean,
): Flow {
  const position =
    'name' in at
      ? { behavior: at.behavior, interaction: at.name }
      : { behavior: at.behavior, interaction: at.interaction }
  const frame: Frame = { ...position, version, list, index: 0, ...(fallback ? { fallback: true } : {}) }
  return withTurn(flow, { frames: [...(flow.turn?.frames ?? []), frame] })
}

export function withTurn(flow: Flow, change: Partial<Turn>): Flow {
  return flow.turn === null ? flow : { ...flow, turn: { ...flow.turn, ...change } }
}
