import { expect, test } from 'vitest';
import { columnsFor } from './useColumns';

test.each([
  [320, 0],
  [375, 0],
  [799, 0],
  [800, 1],
  [1_280, 2],
  [1_460, 3],
  [3_000, 3],
])('a window of %i px shows %i chats side by side', (width, columns) => {
  expect(columnsFor(width, 16)).toBe(columns);
});

test('larger text means fewer columns', () => {
  expect(columnsFor(1_280, 32)).toBe(0);
});
