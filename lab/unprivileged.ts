/** PostgreSQL refuses to run as root. Where we are root, our servers run as somebody else, who must reach their files. */
import { readFileSync } from 'node:fs'
import { chmod, chown, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, sep } from 'node:path'

const names = ['postgres', 'nobody']

/** Null when we are not root: our servers run as we do. */
export function unprivilegedUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of names) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(`PostgreSQL does not run as root, and neither ${names.join(' nor ')} is a user here.`)
}

/** The folder or file becomes the server's own. Within the folder for temporary files, the way to it is opened too. */
export async function giveToServer(path: string): Promise<void> {
  const user = unprivilegedUser()
  if (user === null) return
  await chown(path, user.uid, user.gid)
  const within = `${tmpdir()}${sep}`
  for (let folder = dirname(path); folder.startsWith(within); folder = dirname(folder)) {
    await chmod(folder, (await stat(folder)).mode | 0o011)
  }
}
