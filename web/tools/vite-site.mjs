import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, cataloguePath, readCatalogue } from './catalogues.mjs';
import { pagePath, renderPage } from './site/page.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Where each language's start page would be as a file; the pages exist only in the build. */
const PAGES = new Map(LANGUAGES.map((language) => [join(ROOT, pagePath(language), 'index.html'), language]));

/**
 * Serves the start pages, made from the catalogues, as if they were files.
 * @returns {import("vite").Plugin}
 */
export function sitePages() {
  return {
    name: 'veiviser:site',
    resolveId(id) {
      return PAGES.has(id) ? id : undefined;
    },
    load(id) {
      const language = PAGES.get(id);
      if (language === undefined) return undefined;
      this.addWatchFile(cataloguePath(language));
      return renderPage(language, readCatalogue(language));
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').split('?', 1)[0];
        const language = LANGUAGES.find((candidate) => pagePath(candidate) === path);
        if (language === undefined) {
          next();
          return;
        }
        server.transformIndexHtml(pagePath(language), renderPage(language, readCatalogue(language))).then((html) => {
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          response.end(html);
        }, next);
      });
    },
  };
}
