import MiniSearch from 'minisearch';

/** A heading, a code or an operation, and what is said there. */
export interface Section {
  readonly path: string;
  readonly title: string;
  readonly page: string;
  readonly text: string;
}

const MOST = 12;

/** Finds sections by the beginnings of words, also slightly misspelt; titles count most. */
export function searcher(sections: readonly Section[]): (words: string) => readonly Section[] {
  const index = new MiniSearch<Section & { readonly id: number }>({
    fields: ['title', 'page', 'text'],
    searchOptions: {
      boost: { title: 4, page: 2 },
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      combineWith: 'AND',
    },
    // A code is found by its whole and by its parts.
    tokenize: (text) => text.split(/[^\p{L}\p{N}_]+/u).flatMap(parts),
  });
  index.addAll(sections.map((section, id) => ({ ...section, id })));
  return (words) =>
    index
      .search(words)
      .slice(0, MOST)
      .flatMap(({ id }) => sections[id as number] ?? []);
}

function parts(word: string): string[] {
  return word.includes('_') ? [word, ...word.split('_')].filter((part) => part !== '') : word === '' ? [] : [word];
}
