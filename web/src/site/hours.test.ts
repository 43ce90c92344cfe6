import { expect, test } from 'vitest';
import type { CentreHours } from '../api/shapes';
import { hoursLines } from './hours';

const today = '2026-11-22';

function day(weekday: number, opens: string, closes: string, channel: CentreHours['channel'] = 'chat'): CentreHours {
  return { queue: 'national', channel, weekday, opens, closes };
}

test('neighbouring days with the same hours are one line', () => {
  const hours = [1, 2, 3, 4].map((weekday) => day(weekday, '09:00', '15:30'));
  expect(hoursLines([...hours, day(5, '09:00', '14:00')], 'chat', today)).toEqual([
    { from: 1, to: 4, times: '09:00–15:30' },
    { from: 5, to: 5, times: '09:00–14:00' },
  ]);
});

test('a closed day between parts the line', () => {
  expect(hoursLines([day(1, '09:00', '15:00'), day(3, '09:00', '15:00')], 'chat', today)).toEqual([
    { from: 1, to: 1, times: '09:00–15:00' },
    { from: 3, to: 3, times: '09:00–15:00' },
  ]);
});

test('a lunch break shows as two intervals, in order of the clock', () => {
  expect(hoursLines([day(1, '12:00', '15:30'), day(1, '09:00', '11:30')], 'chat', today)).toEqual([
    { from: 1, to: 1, times: '09:00–11:30, 12:00–15:30' },
  ]);
});

test('overlapping intervals of two queues are told as one', () => {
  const local = [day(1, '09:00', '11:30'), day(1, '12:00', '15:30')];
  expect(hoursLines([...local, day(1, '08:00', '20:00')], 'chat', today)).toEqual([
    { from: 1, to: 1, times: '08:00–20:00' },
  ]);
});

test('the same interval in two queues is told once, and the other channel not at all', () => {
  const hours: CentreHours[] = [
    day(1, '09:00', '15:00'),
    { ...day(1, '09:00', '15:00'), queue: 'local' },
    day(1, '10:00', '11:00', 'phone'),
  ];
  expect(hoursLines(hours, 'chat', today)).toEqual([{ from: 1, to: 1, times: '09:00–15:00' }]);
});

test('hours that begin later or have ended are left out', () => {
  const later = { ...day(1, '08:00', '16:00'), valid_from: '2026-12-01' };
  const past = { ...day(2, '08:00', '16:00'), valid_until: '2026-11-21' };
  const now = { ...day(3, '08:00', '16:00'), valid_from: '2026-11-22', valid_until: '2026-11-22' };
  expect(hoursLines([later, past, now], 'chat', today)).toEqual([{ from: 3, to: 3, times: '08:00–16:00' }]);
});

test('an interval past midnight takes in the one that ends before it', () => {
  const night = { ...day(5, '18:00', '01:00'), closes_next_day: true };
  expect(hoursLines([day(5, '17:00', '23:00'), night], 'chat', today)).toEqual([
    { from: 5, to: 5, times: '17:00–01:00' },
  ]);
});
