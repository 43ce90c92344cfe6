import { expect, test } from 'vitest';
import type { Exception } from '../shapes';
import { coming, past } from './calendar';
import { again, besides, EMPTY, exceptionFaults, exceptionOf } from './draft';

const exception = (date: string, more: Partial<Exception> = {}): Exception => ({
  id: `exc_${date}`,
  date,
  closed: true,
  intervals: [],
  reason: {},
  ...more,
});
const christmas = { date: '2026-12-25', names: [{ nb: '1. juledag' }] };

test('what comes is by date with the national closed days among it, what has been is apart', () => {
  const all = [exception('2026-12-28'), exception('2026-11-01'), exception('2026-12-25'), exception('2026-10-01')];
  expect(coming(all, [christmas], '2026-11-23').map(({ date, kind }) => `${date} ${kind}`)).toEqual([
    '2026-12-25 closed_day',
    '2026-12-25 exception',
    '2026-12-28 exception',
  ]);
  expect(past(all, '2026-11-23').map(({ date }) => date)).toEqual(['2026-11-01', '2026-10-01']);
});

test('a closed day sends no intervals and only the reasons that were written', () => {
  const draft = { ...EMPTY, date: '2026-12-24', reason: { ...EMPTY.reason, nb: ' Julaften ' } };
  expect(exceptionOf(draft)).toEqual({ date: '2026-12-24', intervals: [], reason: { nb: 'Julaften' } });
});

test('other hours are sent for one queue and channel', () => {
  const spans = [{ id: 'a', opens: '10', closes: '12', nextDay: false }];
  expect(exceptionOf({ ...EMPTY, date: '2026-12-24', queue: 'local', channel: 'phone', closed: false, spans })).toEqual(
    {
      date: '2026-12-24',
      queue: 'local',
      channel: 'phone',
      intervals: [{ opens: '10:00', closes: '12:00' }],
      reason: {},
    },
  );
});

test('a date that has been and hours that are missing are told', () => {
  expect([...exceptionFaults({ ...EMPTY, date: '2026-11-22', closed: false }, '2026-11-23')]).toEqual([
    'date_past',
    'spans_missing',
  ]);
  expect([...exceptionFaults(EMPTY, '2026-11-23')]).toEqual(['date_missing']);
});

test('others of the same date that concern the same service are found', () => {
  const all = [exception('2026-12-24', { channel: 'phone' }), exception('2026-12-24', { queue: 'local' })];
  expect(besides({ ...EMPTY, date: '2026-12-24', channel: 'chat' }, all)).toEqual([all[1]]);
  expect(besides({ ...EMPTY, date: '2026-12-24' }, all)).toHaveLength(2);
});

test('an exception made again is the same without its id', () => {
  expect(again(exception('2026-12-24', { queue: 'local' }))).toEqual({
    date: '2026-12-24',
    queue: 'local',
    intervals: [],
    reason: {},
  });
});
