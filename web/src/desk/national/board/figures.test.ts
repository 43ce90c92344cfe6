import { describe, expect, test } from 'vitest';
import { COUNTIES } from '../../../api/shapes';
import { createI18n } from '../../app/i18n';
import { boardAt, centreIn } from '../fixtures';
import type { Alarm } from '../shapes';
import { alarmText } from './alarms';
import { abandonedPart, ageOf, keyOfAlarm, ranked, tilesOf, waitedSince } from './figures';
import type { LineState } from './line';

const nb = createI18n('nb');
const since = '2026-11-27T10:00:00Z';
const live: LineState = { line: 'live', board: boardAt('2026-11-27T10:01:00Z'), heardAt: 50_000 };

describe('time on the board', () => {
  test('a wait goes on by this clock from what the server knew', () => {
    expect(waitedSince(since, live, 50_000)).toBe(60);
    expect(waitedSince(since, live, 53_000)).toBe(63);
    expect(waitedSince(since, live, 40_000)).toBe(60);
  });

  test('a wait stands still while nobody knows whether it lasts', () => {
    expect(waitedSince(since, { ...live, line: 'down' }, 99_000)).toBe(60);
  });

  test('the age is counted from when the picture came', () => {
    expect(ageOf(live, 53_400)).toBe(3);
    expect(ageOf({ line: 'opening' }, 53_400)).toBe(0);
  });

  test('nobody who came is no part', () => {
    expect(abandonedPart(boardAt(since).today)).toBeUndefined();
    expect(abandonedPart({ ...boardAt(since).today, joined: 20, abandoned: 5 })).toBe(0.25);
  });
});

describe('alarms', () => {
  const alarms: Alarm[] = [
    { kind: 'waiting', value: 12, limit: 10, since },
    { kind: 'no_counsellor', language: 'se', since: '2026-11-27T09:00:00Z' },
    { kind: 'centre_dropped', centre_id: 'ctr_46', since },
    { kind: 'no_counsellor', language: 'en', since: '2026-11-27T08:00:00Z' },
  ];

  test('what stops the service comes first, the oldest of it before the others', () => {
    expect(ranked(alarms).map(keyOfAlarm)).toEqual([
      'no_counsellor/en',
      'no_counsellor/se',
      'centre_dropped/ctr_46',
      'waiting',
    ]);
  });

  test('an alarm stays the same one while its figures change', () => {
    expect(keyOfAlarm({ kind: 'waiting', value: 13, limit: 10, since })).toBe(
      keyOfAlarm({ kind: 'waiting', value: 12, limit: 10, since }),
    );
  });

  test('alarms are told in words', () => {
    const centres = [centreIn('46', { name: 'Karriere Vestland' })];
    const told = (alarm: Alarm) => alarmText(nb, alarm, centres);
    expect(alarms.map(told)).toEqual([
      '12 venter. Grensen er 10.',
      'Ingen veileder kan svare på Nordsamisk nå.',
      'Karriere Vestland har åpent, men alle veilederne er borte.',
      'Ingen veileder kan svare på Engelsk nå.',
    ]);
    expect(told({ kind: 'closed_waiting', value: 2, since })).toContain('2 venter mens køen er stengt');
    expect(told({ kind: 'bus_away', since })).toContain('hører ikke hverandre');
    expect(told({ kind: 'longest_wait', value: 240, limit: 180, since })).toContain('4 minutter');
    expect(told({ kind: 'service_level', value: 77.5, limit: 80, since })).toContain('77,5 prosent');
  });
});

describe('the map', () => {
  test('every county has one place of its own', () => {
    const tiles = tilesOf([]);
    expect(tiles.map(({ county }) => county).toSorted()).toEqual(COUNTIES);
    expect(new Set(tiles.map(({ row, column }) => `${row}/${column}`)).size).toBe(COUNTIES.length);
    expect(tiles.every(({ state }) => state === 'none')).toBe(true);
  });

  test('the north is above the south', () => {
    const row = (county: string) => tilesOf([]).find((one) => one.county === county)?.row ?? 0;
    expect(row('56')).toBeLessThan(row('18'));
    expect(row('18')).toBeLessThan(row('50'));
    expect(row('50')).toBeLessThan(row('03'));
    expect(row('03')).toBeLessThan(row('42'));
  });

  test.each([
    ['free', { available: 1 }],
    ['busy', { conversations: 2 }],
    ['busy', { wrap_up: 1 }],
    ['empty', { offline: 4 }],
    ['closed', { open: false, available: 1 }],
  ] as const)('a county is %s with %o', (state, centre) => {
    const tile = tilesOf([centreIn('46', centre)]).find(({ county }) => county === '46');
    expect(tile?.state).toBe(state);
  });

  test('the centres of a county are added up', () => {
    const tile = tilesOf([
      centreIn('46', { available: 1, conversations: 2 }),
      centreIn('46', { open: false, conversations: 1 }),
    ]).find(({ county }) => county === '46');
    expect(tile).toMatchObject({ state: 'free', available: 1, conversations: 3, centres: 2 });
  });
});
