import { expect, test } from 'vitest';
import { isInOrder, NOTHING_ASKED, queryOf, startOfDay } from './filter';

test('nothing chosen asks for everything', () => {
  expect(queryOf(NOTHING_ASKED)).toEqual({});
});

test('days are days in Norway, in winter and in summer, the last one included', () => {
  expect(queryOf({ ...NOTHING_ASKED, from: '2026-11-23', until: '2026-11-23' })).toEqual({
    from: '2026-11-22T23:00:00.000Z',
    until: '2026-11-23T23:00:00.000Z',
  });
  expect(startOfDay('2026-07-01', 0)).toBe('2026-06-30T22:00:00.000Z');
  expect(startOfDay('2026-10-25', 1)).toBe('2026-10-25T23:00:00.000Z');
});

test('the last day is not before the first', () => {
  expect(isInOrder({ ...NOTHING_ASKED, from: '2026-11-24', until: '2026-11-23' })).toBe(false);
  expect(isInOrder({ ...NOTHING_ASKED, until: '2026-11-23' })).toBe(true);
});
