import { expect, test } from 'vitest';
import { read } from './settings';
import { clockText } from './time';

test('a first visit speaks the language of the browser as far as it can', () => {
  expect(read(null, ['nn-NO', 'nb']).language).toBe('nn');
  expect(read(null, ['no']).language).toBe('nb');
  expect(read(null, ['de', 'en-GB']).language).toBe('en');
  expect(read(null, ['de']).language).toBe('nb');
});

test('what was chosen is remembered, and nonsense gives the defaults', () => {
  const chosen = { language: 'se', theme: 'dark', sound: false, notifications: true, shortcuts: false };
  expect(read(JSON.stringify(chosen), ['nb'])).toEqual(chosen);
  const defaults = { language: 'nb', theme: 'auto', sound: true, notifications: false, shortcuts: true };
  expect(read('{broken', ['nb'])).toEqual(defaults);
  expect(read('"text"', ['nb'])).toEqual(defaults);
  expect(read('{"language":"xx","theme":"pink"}', ['nb'])).toEqual(defaults);
});

test.each([
  [-5, '0:00'],
  [59.9, '0:59'],
  [245, '4:05'],
  [3_729, '1:02:09'],
])('%f seconds are shown as %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});
