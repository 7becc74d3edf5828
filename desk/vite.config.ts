import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressed } from '../scripts/compress.mjs'

/** Nothing is inlined: the desk's content security policy allows no data: fonts and no inline scripts. */
export default defineConfig({
  base: '/',
  plugins: [react(), compressed()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: { index: 'index.html', worker: 'src/notifications/worker.ts' },
      // A worker is known by its address: that must not change with its content.
      output: { entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js') },
    },
  },
})
