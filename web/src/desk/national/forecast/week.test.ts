import { expect, test } from 'vitest';
import type { ForecastDay, ForecastHalfHour } from '../shapes';
import { clockOf, columnsOf, mostAt, reachOf, sumsOf, weeksOf, worstOf } from './week';

const contacts = { mean: 2, low: 0, high: 5 };

function halfHour(half_hour: number, needed: number, planned: number): ForecastHalfHour {
  const missing = Math.max(0, needed - planned);
  return { half_hour, open: true, contacts, needed, needed_high: needed + 1, planned, missing };
}

function day(on: string, half_hours: ForecastHalfHour[] = []): ForecastDay {
  return {
    on,
    closed: false,
    contacts: { mean: 40, low: 30, high: 55 },
    needed_hours: 20,
    planned_hours: 12.5,
    missing_hours: 8,
    spare_hours: 0.5,
    half_hours,
  };
}

test('days are put together by calendar weeks, over the turn of the year', () => {
  const days = ['2026-12-26', '2026-12-27', '2026-12-28', '2027-01-03', '2027-01-04'].map((on) => day(on));
  expect(weeksOf(days).map((week) => [week.number, week.days.length])).toEqual([
    [52, 2],
    [53, 2],
    [1, 1],
  ]);
  expect(weeksOf([])).toEqual([]);
});

test('a week adds up its days', () => {
  expect(sumsOf([day('2026-11-30'), day('2026-12-01')])).toEqual({
    contacts: 80,
    needed: 40,
    planned: 25,
    missing: 16,
  });
});

test('a plot reaches over the hours in which something happens, and over no others', () => {
  const quiet = { ...halfHour(4, 0, 0), contacts: { mean: 0, low: 0, high: 0 }, needed_high: 0 };
  const days = [day('2026-11-30', [quiet, halfHour(17, 2, 1)]), day('2026-12-01', [halfHour(38, 0, 1)])];
  expect(reachOf(days)).toEqual({ first: 16, last: 39 });
  expect(mostAt(days)).toBe(3);
  expect(reachOf([])).toEqual({ first: 16, last: 31 });
});

test('the half hour in which most are missing is told', () => {
  const rows = [halfHour(17, 2, 1), halfHour(18, 4, 1), halfHour(19, 3, 1)];
  expect(worstOf(day('2026-11-30', rows))?.half_hour).toBe(18);
  expect(worstOf(day('2026-11-30', [halfHour(17, 1, 1)]))).toBeUndefined();
  expect([0, 17, 47].map(clockOf)).toEqual(['00:00', '08:30', '23:30']);
});

test('half hours without an entry are empty columns', () => {
  expect(columnsOf(day('2026-11-30', [halfHour(17, 2, 1)]), { first: 16, last: 17 })).toEqual([
    { halfHour: 16, needed: 0, high: 0, planned: 0 },
    { halfHour: 17, needed: 2, high: 3, planned: 1 },
  ]);
});
