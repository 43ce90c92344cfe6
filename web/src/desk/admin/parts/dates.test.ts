import { expect, test } from 'vitest';
import { dateText, instantText, minuteText, weekdayOfDate } from './dates';

test('a date is written as its language does', () => {
  expect(dateText('2026-12-24', 'nb')).toBe('24. desember 2026');
  expect(dateText('2026-12-24', 'en')).toBe('24 December 2026');
  expect(dateText('2026-13-99', 'nb')).toBe('2026-13-99');
});

test('the weekday of a date does not depend on where the browser is', () => {
  expect([weekdayOfDate('2026-11-22'), weekdayOfDate('2026-11-23')]).toEqual([7, 1]);
});

test('instants are those of Norway', () => {
  expect(instantText('2026-11-22T23:30:05Z', 'nb')).toContain('00:30:05');
  expect(minuteText('2026-11-22T23:30:05Z', 'nb')).toMatch(/23\.11\.2026.*00:30$/);
});
