import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findNode, root, tools } from './node.mjs'
import { run } from './run.mjs'

const projects = ['tsconfig.json', 'tsconfig.browser.json', 'desk/tsconfig.json', 'widget/tsconfig.json']

const node = findNode() ?? process.execPath
let isGood = true
for (const project of projects.filter((path) => existsSync(join(root, path)))) {
  const { code } = await run(node, [tools.tsc, '--noEmit', '--pretty', '-p', project], { cwd: root })
  isGood &&= code === 0
}
process.exitCode = isGood ? 0 : 1
