import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/**
 * The path of a Chromium for the browser journeys; installs Debian's where that is possible. Null, after saying what
 * to install, where it is not.
 *
 * @returns {Promise<string | null>}
 */
export async function findBrowser() {
  const found = installedBrowser()
  if (found) return found
  if (process.getuid?.() === 0 && onPath('apt-get')) await installChromium()
  const installed = installedBrowser()
  if (!installed)
    console.error('The browser journeys need Chromium: install the package chromium, or set CHROMIUM_PATH.')
  return installed
}

function installedBrowser() {
  const given = process.env.CHROMIUM_PATH
  if (given) return isProgram(given) ? given : null
  return names.map(onPath).find((path) => path !== null) ?? null
}

async function installChromium() {
  console.error('baton: installing chromium')
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const { code, output } = await run('apt-get', args, { env, capture: true })
    if (code !== 0) return console.error(output)
  }
}

/** @param {string} name */
function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
