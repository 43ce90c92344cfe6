import { GUIDES, readGuides } from './docs/guides.mjs';
import { operationSections } from './docs/operations.mjs';
import { renderGuide } from './docs/page.mjs';
import { madePages } from './vite-pages.mjs';

const MODULE = 'virtual:guides';

/**
 * Serves the guides for partners, made from `docs/partner`, and `virtual:guides`: what their search looks through.
 * @returns {import("vite").Plugin[]}
 */
export function guidePages() {
  const sources = GUIDES.map((guide) => guide.file);
  const pages = GUIDES.map((guide) => ({ path: guide.path, sources, render: () => renderOne(guide) }));
  return [madePages('veiviser:guides', pages), searchable(sources)];
}

/** @param {import("./docs/guides.mjs").Guide} guide */
function renderOne(guide) {
  const all = readGuides();
  const page = all.find((candidate) => candidate.guide === guide);
  if (page === undefined) throw new Error(`${guide.name} is no guide`);
  return renderGuide(page, all);
}

/**
 * @param {string[]} sources
 * @returns {import("vite").Plugin}
 */
function searchable(sources) {
  return {
    name: 'veiviser:guide-search',
    resolveId(id) {
      return id === MODULE ? `\0${id}` : undefined;
    },
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      for (const source of sources) this.addWatchFile(source);
      const sections = [...readGuides().flatMap((page) => page.sections), ...operationSections()];
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(sections))});`;
    },
  };
}
