import { join } from 'node:path'
import { findBrowser } from './browser.mjs'
import { root } from './node.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

const { node, env } = await prepare()
const CHROMIUM_PATH = await findBrowser()
if (CHROMIUM_PATH) {
  const { code } = await run(node, [join(root, 'server/journeys/pictures.ts')], { env: { ...env, CHROMIUM_PATH } })
  process.exitCode = code
} else process.exitCode = 1
