import { expect, test } from 'vitest';
import { axisFor } from '../../admin/parts/axis';
import { lengthOf, mostOf } from './scale';

test('the longest bar fills its room, what is tiny is still seen, nothing has no bar', () => {
  const most = mostOf([1, undefined, 1_000]);
  expect(most).toBe(1_000);
  expect(lengthOf(1_000, most)).toBe(100);
  expect(lengthOf(500, most)).toBe(50);
  expect(lengthOf(1, most)).toBe(0.5);
  expect(lengthOf(0, most)).toBe(0);
});

test('nothing at all can still be divided by', () => {
  expect(mostOf([])).toBe(1);
  expect(mostOf([0, undefined])).toBe(1);
});

test.each([
  [0.3, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [7, [0, 2, 4, 6, 8]],
  [230, [0, 50, 100, 150, 200, 250]],
])('an axis for %d has round marks', (most, marks) => {
  expect(axisFor(most)).toEqual({ marks, top: marks.at(-1) });
});
