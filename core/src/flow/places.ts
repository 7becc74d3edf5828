/** Where things are in a bot: interactions by name and by part, targets of jumps, actions by path. */
import type { JumpTarget } from './action.ts'
import type { CompiledAction, CompiledBot, CompiledInteraction } from './compile.ts'
import type { Flow, Frame, Position, Turn } from './flow.ts'
import type { FlowWorld } from './flow-world.ts'
import { hasKeyword } from './words.ts'

/** Names mean first the behavior in which the jump stands (`from`), not the one where the contact is. */
export function resolveTarget(
  bot: CompiledBot,
  target: JumpTarget,
  flow: Places,
  from: Position | null,
): CompiledInteraction | null {
  switch (target.to) {
    case 'start':
      return startOf(bot, target.behavior ?? bot.startBehavior)
    case 'fallback':
      return fallbackOf(bot, target.behavior ?? from?.behavior) ?? fallbackOf(bot, bot.startBehavior)
    case 'previous':
      return findInteraction(bot, (isFallingBack(flow.turn) ? flow.position : flow.previous) ?? {}, null)
    case 'bookmark':
      return findInteraction(bot, flow.bookmark ?? {}, null)
    default:
      if (target.interaction === undefined) return target.behavior === undefined ? null : startOf(bot, target.behavior)
      return findInteraction(bot, target, from)
  }
}

type Places = Pick<Flow, 'position' | 'previous' | 'bookmark' | 'turn'>

function isFallingBack(turn: Turn | null): boolean {
  return turn?.frames.at(-1)?.fallback ?? false
}

export function describeTarget(target: JumpTarget): string {
  return target.to ?? [target.behavior, target.interaction].filter((name) => name !== undefined).join(' / ')
}

/** An interaction by name: in the behavior that is named, else in the current one, else in the first that has it. */
export function findInteraction(
  bot: CompiledBot,
  named: { behavior?: string; interaction?: string },
  from: Position | null,
): CompiledInteraction | null {
  const isNamed = ({ name }: CompiledInteraction) => name === named.interaction
  if (named.behavior !== undefined) return interactionsOf(bot, named.behavior).find(isNamed) ?? null
  const here = interactionsOf(bot, from?.behavior ?? bot.startBehavior).find(isNamed)
  return here ?? bot.behaviors.flatMap(({ interactions }) => interactions).find(isNamed) ?? null
}

export function findByKeyword(bot: CompiledBot, plain: string, position: Position | null): CompiledInteraction | null {
  const current = position?.behavior ?? bot.startBehavior
  const ordered = [...bot.behaviors].sort((one, other) => Number(other.name === current) - Number(one.name === current))
  const has = ({ keywords }: CompiledInteraction) => keywords.some((keyword) => hasKeyword(plain, keyword))
  return ordered.flatMap(({ interactions }) => interactions).find(has) ?? null
}

export function startOf(bot: CompiledBot, behavior: string): CompiledInteraction | null {
  return interactionsOf(bot, behavior).find(({ start }) => start) ?? null
}

export function fallbackOf(bot: CompiledBot, behavior: string | undefined): CompiledInteraction | null {
  return behavior === undefined ? null : (interactionsOf(bot, behavior).find(({ fallback }) => fallback) ?? null)
}

function interactionsOf(bot: CompiledBot, behavior: string): CompiledInteraction[] {
  return bot.behaviors.find(({ name }) => name === behavior)?.interactions ?? []
}

export function operationsOf(bot: CompiledBot, position: Position | null): Frame[] {
  const behavior = bot.behaviors.find(({ name }) => name === (position?.behavior ?? bot.startBehavior))
  const lists = [behavior?.operations ?? null, 'operations']
  const at = position ?? { behavior: bot.startBehavior, interaction: '' }
  return lists.flatMap((list) =>
    list === null || !bot.lists.get(list)?.length ? [] : [{ ...at, version: bot.version, list, index: 0 }],
  )
}

export function userMayType(bot: CompiledBot | null, position: Position | null): boolean {
  if (bot === null || position === null) return true
  return interactionsOf(bot, position.behavior).find(({ name }) => name === position.interaction)?.userMayType ?? true
}

/** Live first: it is the usual case, and it needs no look-up. */
export function versionOf(world: FlowWorld, version: number): CompiledBot | null {
  return version === world.live.version ? world.live : world.version(version)
}

export function findAction(world: FlowWorld, version: number, path: string): CompiledAction | null {
  const list = path.slice(0, path.lastIndexOf('['))
  return (
    versionOf(world, version)
      ?.lists.get(list)
      ?.find((action) => action.path === path) ?? null
  )
}
