import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { classicScript } from '../scripts/classic-script.mjs'
import { compressed } from '../scripts/compress.mjs'

/** [U-04] What several pages share is put together up to this size, in bytes: each file is a trip of its own. */
const leastShared = 60_000

/** Of rules that are equally special the later one counts: those of the library and the theme come before all others. */
function baseFirst(): Plugin {
  return {
    name: 'baton-base-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => {
        const links = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? []
        const base = links.find((link) => link.includes('/base-'))
        if (base === undefined) throw new Error('The page has no styles of library and theme')
        return html.replace(base, '').replace(links.find((link) => link !== base) ?? '</head>', (next) => base + next)
      },
    },
  }
}

const target = 'es2022'

/** A worker is known by its address: that does not change with its content. */
const worker = classicScript({
  entry: new URL('src/notifications/worker.ts', import.meta.url),
  fileName: 'worker.js',
  name: 'batonWorker',
  target,
})

/** Nothing is inlined: the desk's content security policy allows no data: fonts and no inline scripts. */
export default defineConfig({
  base: '/',
  plugins: [react(), baseFirst(), worker, compressed()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${shortly(name)}-[hash].js`,
        assetFileNames: ({ names: [name = ''] }) => `assets/${shortly(name)}-[hash][extname]`,
        // Parts that need one another are put into files in another order than they run in.
        strictExecutionOrder: true,
        codeSplitting: {
          groups: [
            { name: 'base', test: /@mantine\/\w+\/styles\.css|src\/theme\.css/, priority: 1 },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: leastShared },
          ],
        },
      },
    },
  },
})

/** `shared` instead of all the pages that share it. */
function shortly(name: string): string {
  return name.includes('~') ? (name.split('~')[0] ?? name) : name.replace(/\.\w+$/, '')
}
