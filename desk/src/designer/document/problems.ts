import { placeOf } from './bot.ts'
import { type Path, pathOf, textOf } from './path.ts'

/** What the server found in the draft, as the desk knows it. */
export type Found = { path: string; code: string; message: string; level: string | null }
export type Counts = { errors: number; warnings: number }

export function isError({ level }: Found): boolean {
  return level !== 'warning' && level !== 'info'
}

/** Per node of the canvas, by its path; problems of a behavior or of the bot itself stand under theirs. */
export function countsByNode(problems: readonly Found[]): ReadonlyMap<string, Counts> {
  return counted(problems, (path) => {
    const { node, behavior } = placeOf(path)
    return node === null ? (behavior === null ? '' : `behaviors[${behavior}]`) : textOf(node.path)
  })
}

export function countsByBehavior(problems: readonly Found[]): ReadonlyMap<string, Counts> {
  return counted(problems, (path) => String(placeOf(path).behavior ?? ''))
}

function counted(problems: readonly Found[], keyOf: (path: Path) => string): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>()
  for (const problem of problems) {
    const key = keyOf(pathOf(problem.path))
    const { errors, warnings } = counts.get(key) ?? { errors: 0, warnings: 0 }
    counts.set(key, isError(problem) ? { errors: errors + 1, warnings } : { errors, warnings: warnings + 1 })
  }
  return counts
}

/** Those that name exactly this place. */
export function problemsAt(problems: readonly Found[], path: Path): Found[] {
  const text = textOf(path)
  return problems.filter((problem) => problem.path === text)
}
