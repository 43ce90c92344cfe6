import { expect, test } from 'vitest';
import { searcher } from './search';

const find = searcher([
  { path: '/docs/partner/tokens/', title: 'Tokens', page: 'Tokens', text: 'Every call carries one.' },
  { path: '/docs/partner/tokens/#changing-keys', title: 'Changing keys', page: 'Tokens', text: 'At most five.' },
  { path: '/docs/partner/errors/#scope_missing', title: 'scope_missing', page: 'Errors', text: 'Ask for the scope.' },
  { path: '/docs/partner/webhooks/', title: 'Webhooks', page: 'Webhooks', text: 'Signed with a key that rotates.' },
]);
const titles = (words: string) => find(words).map((section) => section.title);

test('headings are found before what is said under others', () => {
  expect(titles('key')).toEqual(['Changing keys', 'Webhooks']);
});

test('a code is found by its whole, its parts and its beginning', () => {
  for (const words of ['scope_missing', 'missing', 'scope_mi', 'SCOPE'])
    expect(titles(words)).toEqual(['scope_missing']);
});

test('every word counts', () => {
  expect(titles('changing five')).toEqual(['Changing keys']);
  expect(titles('changing webhooks')).toEqual([]);
});

test('a slip of the finger is forgiven', () => {
  expect(titles('webhoocs')).toEqual(['Webhooks']);
});

test('what is nowhere is not found, and no words find nothing', () => {
  expect(titles('zeppelin')).toEqual([]);
  expect(titles(' ')).toEqual([]);
});
