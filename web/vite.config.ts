import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { GUIDES } from './tools/docs/guides.mjs';
import { catalogueSubset } from './tools/vite-catalogue.mjs';
import { guidePages } from './tools/vite-guides.mjs';
import { sitePages } from './tools/vite-site.mjs';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const server = process.env['VEIVISER_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), catalogueSubset(), sitePages(), guidePages()],
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
        nb_class: at('class/index.html'),
        nn_class: at('nn/class/index.html'),
        se_class: at('se/class/index.html'),
        en_class: at('en/class/index.html'),
        nb_referral: at('referral/index.html'),
        nn_referral: at('nn/referral/index.html'),
        se_referral: at('se/referral/index.html'),
        en_referral: at('en/referral/index.html'),
        desk: at('desk/index.html'),
        docs: at('docs/index.html'),
        school: at('demo/school/index.html'),
        ...Object.fromEntries(GUIDES.map(({ name, path }) => [`guide_${name}`, at(`.${path}index.html`)])),
      },
    },
  },
  server: { proxy: { '/api': { target: server, ws: true }, '/.well-known': { target: server } } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'packages/*/src/**/*.test.ts'],
    environment: 'node',
    restoreMocks: true,
  },
});
