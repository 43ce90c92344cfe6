import { expect, test } from 'vitest';
import { choiceOf, draftOf, isShorter } from './draft';

const kept = { content_hours: 48, audit_days: 1826 };

test('a draft reads back as what it was made from', () => {
  expect(choiceOf(draftOf(kept))).toEqual(kept);
});

test.each([
  { content_hours: '0' },
  { content_hours: '721' },
  { content_hours: '' },
  { content_hours: '4.5' },
  { audit_days: '364' },
  { audit_days: '36501' },
])('what is out of its bounds is no choice: %o', (part) => {
  expect(choiceOf({ ...draftOf(kept), ...part })).toBeUndefined();
});

test('keeping less of either is shorter', () => {
  expect(isShorter({ ...kept, content_hours: 47 }, kept)).toBe(true);
  expect(isShorter({ ...kept, audit_days: 365 }, kept)).toBe(true);
  expect(isShorter({ content_hours: 72, audit_days: 1826 }, kept)).toBe(false);
});
