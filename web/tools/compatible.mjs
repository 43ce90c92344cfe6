// Says what a document breaks of the one that was released. `npm run compatible` compares those that partners build upon.
import { apiCompare } from 'api-smart-diff';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const OPENAPI = new URL('../../openapi/', import.meta.url);

/**
 * Each breaking change in a line. The library knows which side of a schema is the request's and which the answer's.
 * @param {unknown} released
 * @param {unknown} current
 * @returns {string[]}
 */
export function breaks(released, current) {
  const { diffs } = apiCompare(released, current);
  return diffs
    .filter((diff) => (diff.type === 'breaking' && !isNewWord(diff)) || isLostField(diff))
    .map(({ action, path, before, after }) => {
      const values = [before, after].filter((value) => value !== undefined).map(brief);
      return `${action} ${path.join(' / ')}: ${values.join(' -> ')}`;
    });
}

/**
 * Answers may get new words: who calls must treat one they do not know like "something else".
 * @param {{action: string, path: readonly (string | number)[]}} diff
 */
function isNewWord({ action, path }) {
  return action === 'add' && path.includes('responses') && path.at(-2) === 'enum';
}

/**
 * A field that a request may hold no more: elsewhere it would be passed over, here it is refused.
 * @param {{action: string, path: readonly (string | number)[]}} diff
 */
function isLostField({ action, path }) {
  return action === 'remove' && path.includes('requestBody') && path.at(-2) === 'properties';
}

/** @param {unknown} value */
function brief(value) {
  const text = JSON.stringify(value) ?? '';
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/**
 * The schema of webhooks as a document whose answers are what is sent: partners read both.
 * @param {{oneOf: readonly {title: string}[]}} schemas
 */
export function asAnswers({ oneOf }) {
  const paths = oneOf.map((schema) => [
    `/${schema.title}`,
    { get: { responses: { 200: { description: 'Sent.', content: { 'application/json': { schema } } } } } },
  ]);
  return { openapi: '3.1.1', info: { title: 'Webhooks', version: '1' }, paths: Object.fromEntries(paths) };
}

/** @param {string} name */
function compare(name) {
  const released = new URL(`released/${name}`, OPENAPI);
  if (!existsSync(released)) {
    console.log(`${name} was not released yet: nothing to compare with`);
    return [];
  }
  const before = JSON.parse(readFileSync(released, 'utf8'));
  const after = JSON.parse(readFileSync(new URL(name, OPENAPI), 'utf8'));
  const found = name === 'webhooks.json' ? breaks(asAnswers(before), asAnswers(after)) : breaks(before, after);
  if (found.length === 0) console.log(`${name} breaks nothing that was released`);
  return found.map((line) => `${name}: ${line}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = ['partner.json', 'webhooks.json'].flatMap(compare);
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}
