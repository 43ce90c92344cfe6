import { expect, test } from 'vitest';
import type { NationalDay } from '../shapes';
import { gridOf, stretchText } from './grid';

const half = (starts_at: string, ends_at: string, centres: number) => ({ starts_at, ends_at, centres });

function day(halves: NationalDay['halves']): NationalDay {
  return { date: '2026-11-23', seekers: { why: 'open', reasons: [], open: [] }, halves, gaps: [] };
}

test('a half hour says how many are open and whether that is too few', () => {
  const grid = gridOf(
    [
      day([
        half('2026-11-23T06:30:00Z', '2026-11-23T07:00:00Z', 1),
        half('2026-11-23T07:00:00Z', '2026-11-23T07:30:00Z', 3),
      ]),
    ],
    2,
  );
  expect([grid.first, grid.last]).toEqual([7, 16]);
  const cells = grid.rows[0]?.cells ?? [];
  expect(cells[0]).toEqual({ minutes: 420, centres: undefined, isLow: false });
  expect(cells[1]).toEqual({ minutes: 450, centres: 1, isLow: true });
  expect(cells[2]).toEqual({ minutes: 480, centres: 3, isLow: false });
});

test('a week in which nothing is open is a grid of office hours', () => {
  const grid = gridOf([day([])], 2);
  expect([grid.first, grid.last]).toEqual([8, 16]);
  expect(grid.rows[0]?.cells).toHaveLength(16);
});

test('a stretch is told by the clock in Norway', () => {
  expect(stretchText({ starts_at: '2026-11-23T07:00:00Z', ends_at: '2026-11-23T14:30:00Z' })).toBe('08:00–15:30');
  expect(stretchText({ starts_at: '2026-11-23T19:00:00Z', ends_at: '2026-11-23T23:00:00Z' })).toBe('20:00–24:00');
});
