import { expect, test } from 'vitest';
import { draftOf, limitsOf } from './limits';

const limits = { waiting: 10, longest_wait_s: 180, abandoned_percent: 10, service_level_percent: 80 };

test('a draft reads back as what it was made from', () => {
  expect(limitsOf(draftOf(limits))).toEqual(limits);
});

test.each([
  { waiting: '0' },
  { longest_wait_s: '' },
  { abandoned_percent: '101' },
  { service_level_percent: '-1' },
  { service_level_percent: '79.5' },
])('what is out of its bounds is no limit: %o', (part) => {
  expect(limitsOf({ ...draftOf(limits), ...part })).toBeUndefined();
});
