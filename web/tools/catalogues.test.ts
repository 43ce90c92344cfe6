import { expect, test } from 'vitest';
import { LANGUAGES, faults, readCatalogue, subset } from './catalogues.mjs';
import { renderPage } from './site/page.mjs';

const nb = { 'a.one': 'Hei {name}', 'a.two': 'Ja' };

test('the catalogues of the repository agree', () => {
  expect(faults(Object.fromEntries(LANGUAGES.map((language) => [language, readCatalogue(language)])))).toEqual([]);
});

test('a missing key is a fault', () => {
  expect(faults({ nb, nn: { 'a.one': 'Hei {name}' } })).toEqual(['nn: a.two is missing']);
});

test('a key that does not exist in bokmål is a fault', () => {
  expect(faults({ nb, nn: { ...nb, 'b.three': 'Nei' } })).toEqual(['nn: b.three does not exist in nb']);
});

test('other placeholders are a fault', () => {
  expect(faults({ nb, nn: { ...nb, 'a.one': 'Hei {namn}' } })).toEqual(['nn: a.one has other placeholders than nb']);
});

test('an empty text and an unsorted key are faults', () => {
  expect(faults({ nb: { b: ' ', a: 'x' } })).toEqual(['nb: b is empty', 'nb: a is not in sorted order']);
});

test("a problem's sentence may have no placeholders", () => {
  expect(faults({ nb: { 'problem.x': 'Vent {seconds}' } })).toEqual(['nb: problem.x may have no placeholders']);
});

test('a subset holds the asked prefixes only', () => {
  expect(subset({ 'a.one': '1', 'b.one': '2' }, ['a.'])).toEqual({ 'a.one': '1' });
});

test.each(LANGUAGES)(
  'the start page in %s has its language, the markers for what the server says and no inline script or style',
  (language) => {
    const page = renderPage(language, readCatalogue(language));
    expect(page).toContain(`<html lang="${language}"`);
    expect(page.split('<!--service-status-->')).toHaveLength(2);
    expect(page.split('<!--content-hours-->')).toHaveLength(2);
    expect(page).not.toMatch(/<style|style=|<script>| on\w+=/);
  },
);

test('text in a page is escaped', () => {
  const page = renderPage('nb', { ...readCatalogue('nb'), 'site.lead': 'a < b & "c"' });
  expect(page).toContain('a &lt; b &amp; &quot;c&quot;');
});
