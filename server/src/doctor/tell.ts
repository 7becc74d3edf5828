/** What a doctor says, to people and to programs. */
import type { Diagnosis } from './doctor.ts'
import type { Finding, Place } from './finding.ts'
import { counted } from './places.ts'

type Told = Finding & { isRepaired: boolean; refused: string | null }

/** Findings by workspace, and what they come to. */
export function linesOf(diagnosis: Diagnosis, { isRepairing }: { isRepairing: boolean }): string[] {
  const groups = grouped(diagnosis).filter(({ findings }) => findings.length > 0)
  return [
    ...groups.flatMap(({ workspace, findings }) => [
      workspace === null ? 'The database' : `${workspace.name} (${workspace.id})`,
      ...findings.flatMap(linesOfFinding),
      '',
    ]),
    ...summary(diagnosis, isRepairing),
  ]
}

/** One document. */
export function documentOf(diagnosis: Diagnosis) {
  const { repaired, left } = diagnosis
  return {
    workspaces: grouped(diagnosis)
      .filter(({ workspace, findings }) => workspace !== null || findings.length > 0)
      .map(({ workspace, findings }) => ({
        id: workspace?.id ?? null,
        name: workspace?.name ?? null,
        findings: findings.map(({ id, says, means, places, repair, advice, isRepaired, refused }) => ({
          id,
          state: isRepaired ? 'repaired' : 'found',
          places,
          says,
          means,
          repair: repair?.says ?? null,
          refused,
          advice,
        })),
      })),
    found: repaired.length + left.length,
    repaired: repaired.length,
    left: left.length,
  }
}

function grouped({ workspaces, repaired, left }: Diagnosis) {
  const all: Told[] = [
    ...repaired.map((finding) => ({ ...finding, isRepaired: true, refused: null })),
    ...left.map((finding) => ({ ...finding, isRepaired: false })),
  ]
  return [...workspaces, null].map((workspace) => ({
    workspace,
    findings: all.filter((finding) => (finding.workspace?.id ?? null) === (workspace?.id ?? null)),
  }))
}

function linesOfFinding({ id, says, means, places, repair, advice, isRepaired, refused }: Told): string[] {
  const lines = [`  ${id}  ${places.map(textOf).join(', ')}`, `    ${says}`, `    Means     ${means}`]
  if (isRepaired) return [...lines, `    Repaired  ${repair?.says ?? ''}`]
  if (repair === null) return [...lines, `    To do     ${advice}`]
  if (refused === null) return [...lines, `    Repair    ${repair.says}`]
  return [...lines, `    Refused   ${refused}`, `    To do     ${advice}`]
}

function textOf({ kind, id, name }: Place): string {
  const text = name === null ? id : `${id} (${name})`
  return kind === 'other' ? text : `${kind} ${text}`
}

function summary({ workspaces, repaired, left }: Diagnosis, isRepairing: boolean): string[] {
  const where = counted(workspaces.length, 'workspace')
  if (repaired.length + left.length === 0) return [`Nothing is wrong in ${where}.`]
  if (isRepairing)
    return [
      `${repaired.length} repaired, ${left.length} left in ${where}.${left.length === 0 ? ' Nothing is wrong now.' : ''}`,
    ]
  const possible = left.filter(({ repair }) => repair !== null).length
  const said = `${counted(left.length, 'finding')} in ${where}.`
  if (possible === 0) return [`${said} None can be repaired by itself.`]
  return [
    `${said} \`baton doctor --repair\` makes ${counted(possible, 'repair')}; an embedded database needs its server stopped.`,
  ]
}
