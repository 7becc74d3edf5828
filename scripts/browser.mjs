import { canInstallPackages, installPackages, isProgram, onPath } from './system-packages.mjs'

const shell = 'chromium-headless-shell'
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
  if (canInstallPackages()) await installPackages(['chromium', 'fonts-dejavu-core'], () => installedBrowser() !== null)
  const installed = installedBrowser()
  if (!installed)
    console.error('The browser journeys need Chromium: install the package chromium, or set CHROMIUM_PATH.')
  return installed
}

/**
 * The path of Chromium without windows of its own, which the journeys take where they need no more; null where there is
 * none, and then they take the whole one.
 *
 * @returns {Promise<string | null>}
 */
export async function findShell() {
  if (onPath(shell) === null && canInstallPackages()) await installPackages([shell], () => onPath(shell) !== null)
  return onPath(shell)
}

function installedBrowser() {
  const given = process.env.CHROMIUM_PATH
  if (given) return isProgram(given) ? given : null
  return names.map(onPath).find((path) => path !== null) ?? null
}
