/** The designer as a person works in it: what stands where, and what its server has of it. */
import type { Page } from 'playwright-core'
import { must, type TestBaton } from '../src/testing.ts'
import { goTo } from './windows.ts'

export type Draft = {
  version: number
  live: number | null
  document: { behaviors: { interactions: { name: string; actions: { type: string; text?: string }[] }[] }[] }
}

export async function openDesigner(desk: Page, bot: string): Promise<void> {
  await goTo(desk, `/setup/designer/${bot}`)
  await desk.getByRole('button', { name: 'Publish' }).waitFor()
}

export async function botNamed(baton: TestBaton, name: string): Promise<string> {
  const { items } = must(await baton.get<{ items: { id: string; name: string }[] }>('/bots'))
  const found = items.find((bot) => bot.name === name)
  if (found === undefined) throw new Error(`There is no bot ${name}`)
  return found.id
}

export const draftOf = async (baton: TestBaton, bot: string) => must(await baton.get<Draft>(`/bots/${bot}`))
export const interactionsIn = ({ document }: Draft) => document.behaviors[0]?.interactions ?? []

export const node = (desk: Page, name: string) => desk.getByRole('group', { name: new RegExp(`^${name}: `) })
export const inspector = (desk: Page) => desk.getByRole('region', { name: 'Edit', exact: true })
export const saved = (desk: Page) => desk.locator('[data-saving="saved"]').waitFor()

/** Picks an action in the list that opens; the list of the node's own actions comes last. */
export async function addAction(desk: Page, title: string, where = 'Add an action'): Promise<void> {
  await inspector(desk).getByRole('button', { name: where, exact: true }).last().click()
  await desk.getByRole('textbox', { name: 'Find an action' }).fill(title)
  await desk
    .getByRole('option', { name: new RegExp(`^${title}`) })
    .first()
    .click()
}

export async function choose(desk: Page, field: string, option: string | RegExp): Promise<void> {
  await inspector(desk).getByRole('combobox', { name: field, exact: true }).last().click()
  await desk.getByRole('option', { name: option, ...(typeof option === 'string' ? { exact: true } : {}) }).click()
}
