/** The thread in which scripts run: it loads the machine once, then runs one script after another. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import type { Script } from './outcome.ts'
import { runInSandbox } from './sandbox.ts'

const file = fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))
const machine = await WebAssembly.compile(await readFile(file))

parentPort?.on('message', (script: Script) => {
  void runInSandbox(machine, script).then((outcome) => parentPort?.postMessage(outcome))
})
parentPort?.postMessage('ready')
