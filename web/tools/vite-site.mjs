import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, cataloguePath, readCatalogue } from './catalogues.mjs';
import { centrePath, pagePath, renderCentrePage, renderPage } from './site/page.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Every page: where it is, and how it is made. */
const ALL = LANGUAGES.flatMap((language) => [
  { path: pagePath(language), language, render: renderPage },
  { path: centrePath(language), language, render: renderCentrePage },
]);

/** Where each page would be as a file; the pages exist only in the build. */
const PAGES = new Map(ALL.map((page) => [join(ROOT, page.path, 'index.html'), page]));

/**
 * Serves the pages of the site, made from the catalogues, as if they were files.
 * @returns {import("vite").Plugin}
 */
export function sitePages() {
  return {
    name: 'veiviser:site',
    resolveId(id) {
      return PAGES.has(id) ? id : undefined;
    },
    load(id) {
      const page = PAGES.get(id);
      if (page === undefined) return undefined;
      this.addWatchFile(cataloguePath(page.language));
      return page.render(page.language, readCatalogue(page.language));
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').split('?', 1)[0];
        const page = ALL.find((candidate) => candidate.path === path);
        if (page === undefined) {
          next();
          return;
        }
        server.transformIndexHtml(page.path, page.render(page.language, readCatalogue(page.language))).then((html) => {
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          response.end(html);
        }, next);
      });
    },
  };
}
