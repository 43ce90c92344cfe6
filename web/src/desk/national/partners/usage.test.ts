import { expect, test } from 'vitest';
import type { UsageDay } from './shapes';
import { daysOf, operationRows, shareOf, totalOf, valuesOf, weeksOf } from './usage';

const day = (on: string, operation: string, calls: number, refused = 0, failed = 0): UsageDay => ({
  day: on,
  operation,
  calls,
  refused,
  failed,
});

const ITEMS = [
  day('2026-11-20', 'availability_get', 100, 4, 1),
  day('2026-11-27', 'availability_get', 50),
  day('2026-11-28', 'availability_get', 10, 2),
  day('2026-11-28', 'referral_create', 5, 0, 1),
];

test('all calls are told together, and how many went wrong', () => {
  const total = totalOf(ITEMS);
  expect(total).toEqual({ calls: 165, refused: 6, failed: 2 });
  expect(valuesOf(total)).toEqual([157, 6, 2]);
  expect(shareOf(total.refused, total)).toBeCloseTo(6 / 165);
});

test('nothing is no share of nothing', () => {
  expect(shareOf(0, totalOf([]))).toBe(0);
});

test('days without a call are days too', () => {
  const days = daysOf(ITEMS, '2026-11-28', 3);
  expect(days.map(({ from, total }) => [from, total.calls])).toEqual([
    ['2026-11-26', 0],
    ['2026-11-27', 50],
    ['2026-11-28', 15],
  ]);
});

test('weeks end with the last day, across months and the change of clocks', () => {
  const weeks = weeksOf(ITEMS, '2026-11-28', 6);
  expect(weeks.slice(-2).map(({ from, until, total }) => [from, until, total.calls])).toEqual([
    ['2026-11-15', '2026-11-21', 100],
    ['2026-11-22', '2026-11-28', 65],
  ]);
  expect(weeks[0]?.from).toBe('2026-10-18');
});

test('the busiest operation comes first, under its own name', () => {
  const rows = operationRows(ITEMS, (operation) => operation.toUpperCase());
  expect(rows).toEqual([
    { key: 'availability_get', name: 'AVAILABILITY_GET', values: [153, 6, 1] },
    { key: 'referral_create', name: 'REFERRAL_CREATE', values: [4, 0, 1] },
  ]);
});
