import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import type { Baton } from './http/baton.ts'
import { publish } from './http/bots.ts'
import type { Workspace } from './store/store.ts'

const botFile = new URL('../../bots/demo.yaml', import.meta.url)
const by = { actor: 'first start', request: null }

const groups = ['support', 'sales']

const colleagues = [
  { name: 'Alex Morgan', email: 'alex@harborbikes.example', role: 'admin', groups: ['support'], capacity: null },
  { name: 'Ana Ribeiro', email: 'ana@harborbikes.example', role: 'operator', groups: ['support'], capacity: 4 },
  {
    name: 'Ben Okafor',
    email: 'ben@harborbikes.example',
    role: 'supervisor',
    groups: ['support', 'sales'],
    capacity: null,
  },
] as const

/** [api.md §6] A demo team and bot, in an empty database only. The administrator is in the group that the bot asks for. */
export async function createDemo(baton: Baton, workspace: Workspace): Promise<void> {
  const { store, newId } = baton
  for (const name of groups) await store.groups.add(workspace.id, { id: newId('group'), name }, by)
  const idOf = async (name: string) => {
    const group = await store.groups.find(workspace.id, name)
    if (group === null) throw new Error(`the demo's group ${name} is missing`)
    return group.id
  }
  for (const { groups: names, ...colleague } of colleagues) {
    const memberships = await Promise.all(names.map(idOf))
    await store.operators.add(workspace.id, { id: newId('operator'), ...colleague, groups: memberships }, by)
  }
  const draft: Record<string, unknown> = parse(await readFile(botFile, 'utf8'))
  const added = await store.bots.add(workspace.id, { id: newId('bot'), name: String(draft.name), draft }, by)
  if (added.ok) await publish(baton, workspace, added.value, by)
}
