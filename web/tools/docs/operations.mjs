import { existsSync, readFileSync } from 'node:fs';

const DOCUMENT = new URL('../../../openapi/partner.json', import.meta.url);
const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/**
 * What the search finds of the reference: an entry per operation for partners.
 * @returns {import("./guides.mjs").Section[]}
 */
export function operationSections() {
  return existsSync(DOCUMENT) ? sectionsOf(JSON.parse(readFileSync(DOCUMENT, 'utf8'))) : [];
}

/**
 * @param {{paths: Record<string, Record<string, {operationId: string, summary?: string, description?: string, tags?: string[]}>>}} document
 * @returns {import("./guides.mjs").Section[]}
 */
export function sectionsOf({ paths }) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.has(method))
      .map(([method, { operationId, summary = '', description = '', tags = [] }]) => ({
        path: `/docs/?audience=partner#/${tags[0] ?? 'default'}/${operationId}`,
        title: `${method.toUpperCase()} ${path}`,
        page: 'Reference',
        text: `${summary} ${description} ${operationId}`.trim(),
      })),
  );
}
