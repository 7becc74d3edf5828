/** A server with desk and widget and a browser beside it, for what is measured on screens. */
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { findBrowser } from '../scripts/browser.mjs'
import { call, startServer } from './processes.ts'

export const screen = { width: 1440, height: 900 }
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run']

/** Starts both in such a directory, and ends both when the work has. `directory`: one of its own. */
export async function withBrowser<Result>(
  directory: string,
  work: (browser: Browser, url: string) => Promise<Result>,
  moreFlags: readonly string[] = [],
): Promise<Result> {
  const executablePath = await findBrowser()
  const { BATON_DESK_DIR, BATON_WIDGET_DIR } = process.env
  if (executablePath === null || BATON_DESK_DIR === undefined || BATON_WIDGET_DIR === undefined)
    throw new Error('the desk and the widget are not built, or there is no Chromium')
  const server = await startServer(join(directory, 'data'), undefined, { BATON_DESK_DIR, BATON_WIDGET_DIR })
  const browser = await chromium.launch({ executablePath, args: [...flags, ...moreFlags] })
  try {
    return await work(browser, server.url)
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** Somebody at the desk who may do everything. */
export async function signedIn(browser: Browser, url: string): Promise<{ context: BrowserContext; operator: string }> {
  const admin = { name: 'Ana', email: 'ana@team.example', role: 'admin' }
  const { id } = await call<{ id: string }>(url, 'POST', '/operators', admin)
  const invitation = await call<{ url: string }>(url, 'POST', `/operators/${id}/invitation`)
  const context = await browser.newContext({ viewport: screen })
  const token = invitation.url.split('/').at(-1)
  const answer = await context.request.post(`${url}/api/v1/links/${token}`, { data: { password: 'a-long-password' } })
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`)
  return { context, operator: id }
}
