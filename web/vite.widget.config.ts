import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { catalogueSubset } from './tools/vite-catalogue.mjs';

export default defineConfig({
  plugins: [catalogueSubset()],
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: {
      input: fileURLToPath(new URL('src/widget/main.ts', import.meta.url)),
      output: { format: 'iife', entryFileNames: 'widget.js' },
    },
  },
});
