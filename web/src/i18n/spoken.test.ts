import { describe, expect, test } from 'vitest';
import nb from '../../messages/nb.json';
import { translator } from './catalogue';
import { type SpokenKey, clockTime, spokenInstant, spokenWait } from './spoken';

const t = translator<SpokenKey>(nb);
const sunday = new Date('2026-11-22T19:00:00+01:00');

describe('spoken instants', () => {
  test('an instant later the same day is today, in Norwegian time', () => {
    expect(spokenInstant('2026-11-22T22:30:00Z', sunday, t)).toBe('i dag kl. 23:30');
  });

  test('half past midnight is tomorrow although it is the same day in UTC', () => {
    expect(spokenInstant('2026-11-22T23:30:00Z', sunday, t)).toBe('i morgen kl. 00:30');
  });

  test('within a week the weekday is enough', () => {
    expect(spokenInstant('2026-11-26T09:00:00+01:00', sunday, t)).toBe('torsdag kl. 09:00');
  });

  test('the same weekday a week ahead gets its date', () => {
    expect(spokenInstant('2026-11-29T09:00:00+01:00', sunday, t)).toBe('søndag 29.11. kl. 09:00');
  });

  test('summer time moves the clock', () => {
    expect(clockTime('2026-03-29T00:59:00Z')).toBe('01:59');
    expect(clockTime('2026-03-29T01:00:00Z')).toBe('03:00');
  });
});

describe('spoken waits', () => {
  test.each([
    [0, 'ingen'],
    [59, 'under ett minutt'],
    [60, 'omtrent ett minutt'],
    [61, 'omtrent 2 minutter'],
    [600, 'omtrent 10 minutter'],
  ])('%d seconds', (seconds, words) => {
    expect(spokenWait({ seconds, uncertain: false }, t)).toBe(words);
  });

  test('a wait without seconds is not known yet', () => {
    expect(spokenWait({ uncertain: true }, t)).toBe('ikke kjent ennå');
  });

  test('an uncertain wait says so', () => {
    expect(spokenWait({ seconds: 400, uncertain: true }, t)).toBe('omtrent 7 minutter (usikkert)');
  });
});
