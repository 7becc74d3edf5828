import { defineConfig } from 'vite'
import { classicScript } from '../scripts/classic-script.mjs'
import { compressed } from '../scripts/compress.mjs'

const target = ['es2022', 'chrome105', 'firefox110', 'safari16']

const loader = classicScript({
  entry: new URL('src/loader/main.ts', import.meta.url),
  fileName: 'widget.js',
  name: 'batonLoader',
  target,
})

export default defineConfig({
  base: '/widget/',
  publicDir: false,
  plugins: [loader, compressed()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target,
    modulePreload: { polyfill: false },
    // The frame's content security policy allows no `data:` but for pictures.
    assetsInlineLimit: 0,
    rolldownOptions: { input: 'chat.html' },
  },
})
