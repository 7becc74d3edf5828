/** [FL-2] Where jumps lead, and which interactions nothing leads to. */
import type { JumpTarget, Problem } from './action.ts'
import type { BotDocument } from './bot.ts'

type Findings = { errors: Problem[]; warnings: Problem[] }

/** A jump found: the interaction it stands in (none for operations), and the one it leads to, by path. */
export type Target = { from: string | undefined; to: string }

/** A jump must lead somewhere; where it leads is noted for `checkReach`. */
export function checkTarget(
  target: JumpTarget,
  path: string,
  where: { behavior: string; interaction?: string },
  bot: BotDocument,
  targets: Target[],
  { errors }: Findings,
): void {
  if (target.to === 'previous' || target.to === 'bookmark' || bot.behaviors.length === 0) return
  const found = findTarget(bot, target, where.behavior)
  if (found !== null) targets.push({ from: where.interaction, to: found })
  else if (target.behavior !== undefined && !bot.behaviors.some(({ name }) => name === target.behavior))
    errors.push({
      path: `${path}.behavior`,
      code: 'unknown_behavior',
      message: `there is no behavior "${target.behavior}"`,
    })
  else {
    const field = target.to === undefined ? (target.interaction === undefined ? 'behavior' : 'interaction') : 'to'
    errors.push({
      path: `${path}.${field}`,
      code: 'unknown_interaction',
      message: `there is no interaction "${target.interaction ?? target.to ?? 'start'}" to go to`,
    })
  }
}

/** The path of the interaction a jump leads to, by the rules of the interpreter; null when there is none. */
function findTarget(bot: BotDocument, target: JumpTarget, from: string): string | null {
  const flag = target.to === 'fallback' ? 'fallback' : target.interaction === undefined ? 'start' : null
  const home = target.behavior ?? (target.to === 'start' ? bot.startBehavior : from)
  const isMeant = (interaction: BotDocument['behaviors'][number]['interactions'][number]) =>
    flag === null ? interaction.name === target.interaction : interaction[flag] === true
  const order =
    target.behavior === undefined && flag === null
      ? [from, ...bot.behaviors.map(({ name }) => name)]
      : [home, ...(flag === 'fallback' ? [bot.startBehavior] : [])]
  for (const behaviorName of order) {
    const b = bot.behaviors.findIndex(({ name }) => name === behaviorName)
    const i = bot.behaviors[b]?.interactions.findIndex(isMeant) ?? -1
    if (i >= 0) return `behaviors[${b}].interactions[${i}]`
  }
  return null
}

/** Reached: the start behavior's start, fallbacks, what has keywords, and what these lead to. Jumps from operations always count. */
export function checkReach(bot: BotDocument, targets: readonly Target[], { warnings }: Findings): void {
  const all = bot.behaviors.flatMap((behavior, b) =>
    behavior.interactions.map((interaction, i) => ({
      interaction,
      behavior,
      path: `behaviors[${b}].interactions[${i}]`,
    })),
  )
  const isEntrance = ({ interaction, behavior }: (typeof all)[number]) =>
    interaction.fallback ||
    (interaction.keywords?.length ?? 0) > 0 ||
    (interaction.start && behavior.name === bot.startBehavior)
  const reached = new Set(all.filter(isEntrance).map(({ path }) => path))
  for (;;) {
    const found = targets.filter(({ from, to }) => (from === undefined || reached.has(from)) && !reached.has(to))
    if (found.length === 0) break
    for (const { to } of found) reached.add(to)
  }
  for (const { path, interaction } of all) {
    if (!reached.has(path))
      warnings.push({ path, code: 'unreachable', message: `nothing leads to the interaction "${interaction.name}"` })
  }
}
