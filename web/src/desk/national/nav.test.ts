import { expect, test } from 'vitest';
import { navFor } from './nav';

const pages = (actions: string[], coordinates: boolean) =>
  navFor(actions, coordinates).flatMap(({ entries }) => entries.map(({ page }) => page));

test('a page is offered only to whom its action is granted', () => {
  expect(pages([], false)).toEqual([]);
  expect(pages(['board:get', 'national:audit_list'], false)).toEqual(['board', 'audit']);
  expect(pages(['override:list', 'notice:list', 'surge:list'], false)).toEqual(['overrides', 'notices', 'surges']);
  expect(pages(['partner:list'], false)).toEqual(['partners']);
  expect(pages(['policy:list'], true)).toEqual(['policies', 'agreements', 'centres', 'closed-days']);
});

test('a group without pages is left out', () => {
  expect(navFor(['policy:list'], false).map(({ group }) => group)).toEqual(['rules']);
});
