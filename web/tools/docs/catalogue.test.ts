import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** The catalogue by heading: each code with its status. */
function catalogue(): Map<string, Map<string, number>> {
  const parts = read('docs/partner/errors.md').split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const rows = [...part.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| .{10,} \|$/gm)];
      return [part.split('\n', 1)[0] ?? '', new Map(rows.map(([, code = '', status]) => [code, Number(status)]))];
    }),
  );
}

/** Every code that the product knows: by its name in the code, and with its status. */
function registered(): { name: string; code: string; status: number }[] {
  const rows = read('crates/kernel/src/problem.rs').matchAll(/^ {4}(\w+) = (\d{3}), "([a-z_]+)";$/gm);
  return [...rows].map(([, name = '', status, code = '']) => ({ name, code, status: Number(status) }));
}

/** The sources that answer partners, without what persons and staff call. */
function sources(): string[] {
  const folders = ['crates/partners/src/', 'crates/platform/src/http/'];
  return folders.flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.rs') && !name.endsWith('tests.rs') && !name.endsWith('person.rs'))
      .map((name) => read(`${folder}${name}`)),
  );
}

/** By code. */
function sorted(rows: readonly [string, number][]): [string, number][] {
  return [...rows].sort(([one], [other]) => one.localeCompare(other));
}

const known = registered();
const explained = catalogue();
const ofPartners = explained.get('Partner API') ?? new Map<string, number>();

test('every code of the product is explained once, with its status', () => {
  const rest = explained.get('Other codes of the product') ?? new Map<string, number>();
  expect(known.length).toBeGreaterThan(40);
  expect(sorted([...ofPartners, ...rest])).toEqual(
    sorted(known.map(({ code, status }): [string, number] => [code, status])),
  );
});

test('every code that partners can meet says what to do', () => {
  const used = new Set(
    sources().flatMap((source) => [...source.matchAll(/ProblemCode::(\w+)/g)].map(([, name]) => name)),
  );
  const met = known.filter(({ name }) => used.has(name)).map(({ code }) => code);
  expect(met.length).toBeGreaterThan(15);
  expect(met.sort()).toEqual([...ofPartners.keys()].sort());
  const rows = read('docs/partner/errors.md').match(/^\| `[a-z_]+` \| \d{3} \| .+ \| .+ \|$/gm) ?? [];
  expect(rows.length).toBeGreaterThanOrEqual(met.length);
});

test('every refusal of the token endpoint is explained, with its status', () => {
  const source = read('crates/partners/src/http/token.rs');
  const words = [...source.matchAll(/\(\s*StatusCode::(\w+),\s*"([a-z_]+)"\s*,?\s*\)/g)];
  const statuses: Readonly<Record<string, number>> = { BAD_REQUEST: 400, UNAUTHORIZED: 401 };
  const refusals = words.map(([, status = '', word = '']): [string, number] => [word, statuses[status] ?? 0]);
  expect(refusals).toHaveLength(5);
  expect(sorted([...(explained.get('The token endpoint') ?? [])])).toEqual(sorted(refusals));
});

test('every reason of an assertion that is not trusted is explained', () => {
  const errors = read('docs/partner/errors.md');
  const reasons = read('crates/access/src/machine/refusal.rs').matchAll(/#\[error\("([^"]+)"\)\]/g);
  // These concern tokens of Maskinporten, or are said in other words.
  const elsewhere = /consumer|supplier|names a key|issuer does not answer/;
  const missing = [...reasons].flatMap(([, reason = '']) =>
    elsewhere.test(reason) || errors.includes(`| … ${reason} |`) ? [] : [reason],
  );
  expect(missing).toEqual([]);
});
