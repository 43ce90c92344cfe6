import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { catalogueSubset } from './tools/vite-catalogue.mjs';
import { sitePages } from './tools/vite-site.mjs';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const server = process.env['VEIVISER_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), catalogueSubset(), sitePages()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1_700,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        nb: at('index.html'),
        nn: at('nn/index.html'),
        se: at('se/index.html'),
        en: at('en/index.html'),
        nb_centre: at('centre/index.html'),
        nn_centre: at('nn/centre/index.html'),
        se_centre: at('se/centre/index.html'),
        en_centre: at('en/centre/index.html'),
        desk: at('desk/index.html'),
        docs: at('docs/index.html'),
        school: at('demo/school/index.html'),
      },
    },
  },
  server: { proxy: { '/api': { target: server, ws: true } } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    environment: 'node',
    restoreMocks: true,
  },
});
