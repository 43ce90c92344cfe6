import { expect, test } from 'vitest';
import { begunLater, lengthened, moved, overlap, slotOf, spanOf, type Slot } from './slots';

const slot = (date: string, from: number, hours: number): Slot => ({ date, from: from * 60, length: hours * 60 });

test('a shift through the night is one slot, and the same shift again', () => {
  const span = { starts_at: '2026-11-30T21:00:00Z', ends_at: '2026-12-01T01:00:00Z' };
  expect(slotOf(span)).toEqual(slot('2026-11-30', 22, 4));
  expect(spanOf(slotOf(span))).toEqual(span);
});

test('what is moved past midnight is on another date', () => {
  expect(moved(slot('2026-11-30', 23, 2), { minutes: 90 })).toEqual({ date: '2026-12-01', from: 30, length: 120 });
  expect(moved(slot('2026-12-01', 0, 2), { days: 1, minutes: -15 })).toEqual(slot('2026-12-01', 23.75, 2));
});

test('a shift keeps between 15 minutes and 16 hours', () => {
  expect(lengthened(slot('2026-11-30', 9, 1), -300).length).toBe(15);
  expect(lengthened(slot('2026-11-30', 9, 15), 300).length).toBe(960);
  expect(begunLater(slot('2026-11-30', 9, 1), 300)).toEqual({ date: '2026-11-30', from: 9 * 60 + 45, length: 15 });
  expect(begunLater(slot('2026-11-30', 9, 1), -30)).toEqual({ date: '2026-11-30', from: 8.5 * 60, length: 90 });
});

test('shifts overlap when they share time, also over midnight, not when one follows the other', () => {
  expect(overlap(slot('2026-11-30', 22, 4), slot('2026-12-01', 1, 2))).toBe(true);
  expect(overlap(slot('2026-11-30', 9, 3), slot('2026-11-30', 12, 3))).toBe(false);
});
