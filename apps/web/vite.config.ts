import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Everything is a hashed file of our own origin: the server's policy allows no inline script, no inline style without
 * its nonce, and no data: script. `assetsInlineLimit: 0` keeps small pictures out of the style sheets as data: URLs.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022', sourcemap: false },
  server: { proxy: { '/api': 'http://localhost:8443', '/ws': { target: 'ws://localhost:8443', ws: true } } },
})
