import { expect, test } from 'vitest';
import { addDays, instantOf, mondayOf, wallOf, weekFrom, weekNumber } from './wall';

test.each([
  ['2026-11-30T08:00:00Z', '2026-11-30', 9 * 60],
  ['2026-06-30T22:15:00+00:00', '2026-07-01', 15],
  ['2027-03-28T00:59:00Z', '2027-03-28', 119],
  ['2027-03-28T01:00:00Z', '2027-03-28', 180],
])('the clock shows at %s: %s, %d minutes', (instant, date, minutes) => {
  expect(wallOf(instant)).toEqual({ date, minutes });
});

test('a time on the wall is the instant it is shown at, in winter and in summer', () => {
  expect(instantOf({ date: '2026-11-30', minutes: 540 })).toBe('2026-11-30T08:00:00Z');
  expect(instantOf({ date: '2026-06-30', minutes: 540 })).toBe('2026-06-30T07:00:00Z');
});

test('minutes beyond the day are on the next', () => {
  expect(instantOf({ date: '2026-11-30', minutes: 25 * 60 })).toBe('2026-12-01T00:00:00Z');
});

test('a time that is left out is an hour later, a time that comes twice is the first', () => {
  expect(instantOf({ date: '2027-03-28', minutes: 150 })).toBe('2027-03-28T01:30:00Z');
  expect(instantOf({ date: '2026-10-25', minutes: 150 })).toBe('2026-10-25T00:30:00Z');
});

test('weeks begin on Monday and have numbers', () => {
  expect(mondayOf('2026-11-29')).toBe('2026-11-23');
  expect(mondayOf('2026-11-23')).toBe('2026-11-23');
  expect(weekFrom('2026-12-28').at(-1)).toBe('2027-01-03');
  expect(weekNumber('2026-12-28')).toBe(53);
  expect(weekNumber('2027-01-04')).toBe(1);
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
});
