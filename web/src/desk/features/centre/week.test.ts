import { expect, test } from 'vitest';
import { comingExceptions, weekdayOf, weekOf } from './week';

test('hours become one row a day and one column a service, split days in order', () => {
  const week = weekOf([
    { queue: 'national', channel: 'chat', weekday: 1, opens: '12:00:00', closes: '15:30:00' },
    { queue: 'national', channel: 'chat', weekday: 1, opens: '09:00:00', closes: '11:30:00' },
    { queue: 'local', channel: 'phone', weekday: 3, opens: '10:00', closes: '14:00' },
  ]);
  expect(week.services).toEqual([
    { queue: 'national', channel: 'chat' },
    { queue: 'local', channel: 'phone' },
  ]);
  expect(week.days[0]).toEqual({ weekday: 1, intervals: [['09:00–11:30', '12:00–15:30'], []] });
  expect(week.days[2]?.intervals).toEqual([[], ['10:00–14:00']]);
  expect(week.days).toHaveLength(7);
});

test('the weekday is that of Norway, also around midnight', () => {
  expect(weekdayOf(new Date('2026-11-22T22:59:00Z'))).toBe(7);
  expect(weekdayOf(new Date('2026-11-22T23:01:00Z'))).toBe(1);
});

test('exceptions of the past are left out, today counts as coming, the nearest come first', () => {
  const dates = ['2026-12-24', '2026-11-22', '2026-11-23', '2026-12-23'].map((date) => ({ date }));
  const coming = comingExceptions(dates, new Date('2026-11-22T23:30:00Z'));
  expect(coming.map((one) => one.date)).toEqual(['2026-11-23', '2026-12-23', '2026-12-24']);
});
