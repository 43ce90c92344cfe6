import { expect, test } from 'vitest';
import { earlyCloseOf, EMPTY_CLOSE, timeIsGood } from './early';

test.each([
  ['15:00', '15:00'],
  ['9.30', '09:30'],
  ['1500', '15:00'],
])('%s is sent as %s', (typed, sent) => {
  expect(timeIsGood(typed)).toBe(true);
  expect(earlyCloseOf({ ...EMPTY_CLOSE, closes: typed }).closes).toBe(sent);
});

test('nothing typed means now', () => {
  expect(timeIsGood('')).toBe(true);
  expect(earlyCloseOf(EMPTY_CLOSE)).toEqual({ channels: [], reason: {} });
});

test('what is no time is told at once', () => {
  for (const wrong of ['25:00', '15:60', 'three', '15']) expect(timeIsGood(wrong)).toBe(false);
});
