import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {Record<string, string>} Catalogue */

export const LANGUAGES = /** @type {const} */ (['nb', 'nn', 'se', 'en']);
const FOLDER = new URL('../messages/', import.meta.url);

/**
 * @param {string} language
 * @returns {string}
 */
export function cataloguePath(language) {
  return fileURLToPath(new URL(`${language}.json`, FOLDER));
}

/**
 * @param {string} language
 * @returns {Catalogue}
 */
export function readCatalogue(language) {
  /** @type {Catalogue} */
  const catalogue = JSON.parse(readFileSync(cataloguePath(language), 'utf8'));
  return catalogue;
}

/**
 * The texts whose key starts with one of the prefixes.
 * @param {Catalogue} catalogue
 * @param {readonly string[]} prefixes
 * @returns {Catalogue}
 */
export function subset(catalogue, prefixes) {
  return Object.fromEntries(
    Object.entries(catalogue).filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix))),
  );
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function placeholders(text) {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
}

/**
 * Faults of the catalogues against the first one; empty when all agree.
 * @param {Record<string, Catalogue>} catalogues
 * @returns {string[]}
 */
export function faults(catalogues) {
  const [[reference, texts] = ['', {}], ...others] = Object.entries(catalogues);
  const found = Object.entries(catalogues).flatMap(([language, catalogue]) => ownFaults(language, catalogue));
  for (const [language, catalogue] of others) {
    for (const [key, text] of Object.entries(texts)) {
      const other = catalogue[key];
      if (other === undefined) {
        found.push(`${language}: ${key} is missing`);
      } else if (placeholders(text).join() !== placeholders(other).join()) {
        found.push(`${language}: ${key} has other placeholders than ${reference}`);
      }
    }
    for (const key of Object.keys(catalogue)) {
      if (!(key in texts)) found.push(`${language}: ${key} does not exist in ${reference}`);
    }
  }
  return found;
}

/**
 * @param {string} language
 * @param {Catalogue} catalogue
 * @returns {string[]}
 */
function ownFaults(language, catalogue) {
  const found = [];
  const keys = Object.keys(catalogue);
  for (const [key, text] of Object.entries(catalogue)) {
    if (typeof text !== 'string' || text.trim() === '') found.push(`${language}: ${key} is empty`);
    else if (key.startsWith('problem.') && placeholders(text).length > 0)
      found.push(`${language}: ${key} may have no placeholders`);
  }
  const unsorted = keys.find((key, index) => index > 0 && String(keys[index - 1]) > key);
  if (unsorted !== undefined) found.push(`${language}: ${unsorted} is not in sorted order`);
  return found;
}
