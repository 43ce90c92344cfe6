import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Serves pages that exist only in the build, as if they were files.
 * @param {string} name of the plugin
 * @param {{path: string, sources: string[], render: () => string}[]} pages each by its address, with what it is made from
 * @returns {import("vite").Plugin}
 */
export function madePages(name, pages) {
  const byFile = new Map(pages.map((page) => [join(ROOT, page.path, 'index.html'), page]));
  return {
    name,
    resolveId(id) {
      return byFile.has(id) ? id : undefined;
    },
    load(id) {
      const page = byFile.get(id);
      if (page === undefined) return undefined;
      for (const source of page.sources) this.addWatchFile(source);
      return page.render();
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').split('?', 1)[0];
        const page = pages.find((candidate) => candidate.path === path);
        if (page === undefined) {
          next();
          return;
        }
        server.transformIndexHtml(page.path, page.render()).then((html) => {
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          response.end(html);
        }, next);
      });
    },
  };
}
