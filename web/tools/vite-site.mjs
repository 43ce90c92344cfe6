import { LANGUAGES, cataloguePath, readCatalogue } from './catalogues.mjs';
import {
  centrePath,
  classPath,
  pagePath,
  referralPath,
  renderCentrePage,
  renderClassPage,
  renderPage,
  renderReferralPage,
} from './site/page.mjs';
import { madePages } from './vite-pages.mjs';

/**
 * Serves the pages of the site, made from the catalogues.
 * @returns {import("vite").Plugin}
 */
export function sitePages() {
  const pages = LANGUAGES.flatMap((language) => {
    const sources = [cataloguePath(language)];
    /**
     * @param {string} path
     * @param {(language: (typeof LANGUAGES)[number], catalogue: import("./catalogues.mjs").Catalogue) => string} render
     */
    const made = (path, render) => ({ path, sources, render: () => render(language, readCatalogue(language)) });
    return [
      made(pagePath(language), renderPage),
      made(centrePath(language), renderCentrePage),
      made(referralPath(language), renderReferralPage),
      made(classPath(language), renderClassPage),
    ];
  });
  return madePages('veiviser:site', pages);
}
