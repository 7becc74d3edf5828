import { fileURLToPath } from 'node:url'
import { build, defineConfig, type Plugin } from 'vite'
import { compressed } from '../scripts/compress.mjs'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const target = ['es2022', 'chrome105', 'firefox110', 'safari16']

/** The loader is a bundle of its own, a classic script without imports, beside the chat. */
function loader(): Plugin {
  let outDir = 'dist'
  return {
    name: 'baton-loader',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir
    },
    async closeBundle() {
      await build({
        configFile: false,
        root: here('.'),
        logLevel: 'warn',
        publicDir: false,
        build: {
          outDir,
          emptyOutDir: false,
          target,
          lib: {
            entry: here('src/loader/main.ts'),
            formats: ['iife'],
            name: 'batonLoader',
            fileName: () => 'widget.js',
          },
        },
      })
    },
  }
}

export default defineConfig({
  base: '/widget/',
  publicDir: false,
  plugins: [loader(), compressed()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target,
    modulePreload: { polyfill: false },
    // The frame's content security policy allows no `data:` but for pictures.
    assetsInlineLimit: 0,
    rolldownOptions: { input: here('chat.html') },
  },
})
