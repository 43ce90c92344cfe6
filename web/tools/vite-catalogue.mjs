import { LANGUAGES, cataloguePath, readCatalogue, subset } from './catalogues.mjs';

const MODULE = 'virtual:catalogues?';

/**
 * Serves `virtual:catalogues?<prefix>,<prefix>`: the texts with these key prefixes in all languages,
 * so that a page carries no more texts than it shows.
 * @returns {import("vite").Plugin}
 */
export function catalogueSubset() {
  return {
    name: 'veiviser:catalogues',
    resolveId(id) {
      return id.startsWith(MODULE) ? `\0${id}` : undefined;
    },
    load(id) {
      if (!id.startsWith(`\0${MODULE}`)) return undefined;
      const prefixes = id.slice(MODULE.length + 1).split(',');
      for (const language of LANGUAGES) this.addWatchFile(cataloguePath(language));
      const catalogues = Object.fromEntries(
        LANGUAGES.map((language) => [language, subset(readCatalogue(language), prefixes)]),
      );
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(catalogues))});`;
    },
  };
}
