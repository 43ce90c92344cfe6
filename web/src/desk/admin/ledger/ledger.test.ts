import { expect, test } from 'vitest';
import type { Hours } from '../shapes';
import { isMonth, monthAfter, monthText, weekNumber } from './months';
import { plotOf } from './plot';

const week = (from: string, agreed: number | undefined, worked: number): Hours => ({
  from,
  until: from,
  ...(agreed !== undefined && { agreed_seconds: agreed * 3600 }),
  planned_seconds: 0,
  worked_seconds: worked * 3600,
  channels: [],
});

test('months follow each other over the turn of the year and stay within bounds', () => {
  expect(monthAfter('2026-12', 1)).toBe('2027-01');
  expect(monthAfter('2026-01', -1)).toBe('2025-12');
  expect(monthAfter('2000-01', -1)).toBe('2000-01');
  expect(monthAfter('2100-12', 1)).toBe('2100-12');
  expect(['2026-11', '2026-13', '1999-12', '2026-1', ''].map(isMonth)).toEqual([true, false, false, false, false]);
});

test('a month is written in the language', () => {
  expect(monthText('2026-11', 'nb')).toBe('november 2026');
});

test('weeks have the numbers of the calendar', () => {
  expect(['2026-01-01', '2026-11-23', '2027-01-01', '2027-01-04'].map(weekNumber)).toEqual([1, 48, 53, 1]);
});

test('the axis has round marks and reaches above every bar', () => {
  const { marks, top, groups } = plotOf([week('2026-11-02', 15, 22.5), week('2026-11-09', undefined, 0)]);
  expect(marks).toEqual([0, 5, 10, 15, 20, 25]);
  expect(top).toBe(25);
  expect(groups[1]?.values).toEqual({ agreed: 0, planned: 0, worked: 0 });
  expect(plotOf([week('2026-11-02', undefined, 0)]).top).toBe(1);
});
