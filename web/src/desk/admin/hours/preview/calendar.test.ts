import { describe, expect, test } from 'vitest';
import type { Exception, PreviewDay } from '../../shapes';
import { bridgedOf, daysOf, gapsOf, shortDate, weekNumber, weeksOf } from './calendar';

const service = { queue: 'national', channel: 'chat' } as const;
const rules = { zone: 'Europe/Oslo', service, exceptions: [], closedDays: [] };
const open = (date: string, ...runs: [string, string][]): PreviewDay => ({
  date,
  why: 'open',
  reasons: [],
  open: runs.map(([opens, closes]) => ({ opens_at: opens, closes_at: closes })),
});
const closed = (date: string, why: PreviewDay['why'] = 'outside_hours', ...names: string[]): PreviewDay => ({
  date,
  why,
  reasons: names.map((nb) => ({ nb })),
  open: [],
});
const exception = (part: Partial<Exception>): Exception => ({
  id: 'x',
  date: '2026-12-01',
  closed: false,
  intervals: [],
  reason: { nb: 'Kurs' },
  ...part,
});
/** A number of dates from one on, each closed by the week. */
const closedFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, place) =>
    closed(new Date(Date.parse(`${first}T00:00:00Z`) + place * 86_400_000).toISOString().slice(0, 10)),
  );

describe('times', () => {
  test('are those of the centre, on both sides of a change of the clock', () => {
    const preview = [
      open('2026-10-23', ['2026-10-23T07:00:00Z', '2026-10-23T09:30:00Z']),
      open(
        '2026-10-26',
        ['2026-10-26T08:00:00Z', '2026-10-26T10:30:00Z'],
        ['2026-10-26T11:00:00Z', '2026-10-26T14:30Z'],
      ),
    ];
    expect(daysOf(preview, rules).map((day) => day.times)).toEqual([['09:00–11:30'], ['09:00–11:30', '12:00–15:30']]);
    expect(daysOf(preview, { ...rules, zone: 'Europe/London' })[0]?.times).toEqual(['08:00–10:30']);
  });

  test('a run into the night ends its day at 24:00 and begins the next at 00:00', () => {
    const preview = [
      open('2026-11-27', ['2026-11-27T21:00:00Z', '2026-11-27T23:00:00Z']),
      open('2026-11-28', ['2026-11-27T23:00:00Z', '2026-11-28T01:00:00Z']),
    ];
    expect(daysOf(preview, rules).map((day) => day.times)).toEqual([['22:00–24:00'], ['00:00–02:00']]);
  });
});

test('a break in which the other queue is open is found', () => {
  const times = ['09:00–11:30', '12:00–15:30'];
  expect(bridgedOf({ times, other: ['08:00–20:00'] })).toEqual(['11:30–12:00']);
  expect(bridgedOf({ times, other: ['09:00–11:30', '12:00–15:30'] })).toEqual([]);
  expect(bridgedOf({ times: ['09:00–15:30'], other: ['08:00–20:00'] })).toEqual([]);
  const day = open('2026-11-30', ['2026-11-30T08:00:00Z', '2026-11-30T10:30:00Z']);
  const other = open('2026-11-30', ['2026-11-30T07:00:00Z', '2026-11-30T19:00:00Z']);
  expect(daysOf([day], rules, [other])[0]?.other).toEqual(['08:00–20:00']);
});

test('of the national queue the hours of all together are told beside the own ones', () => {
  const run = { opens_at: '2026-11-30T07:00:00Z', closes_at: '2026-11-30T19:00:00Z' };
  const own = open('2026-11-30', ['2026-11-30T08:00:00Z', '2026-11-30T10:00:00Z']);
  const [day] = daysOf([{ ...own, seekers: { why: 'open', reasons: [], open: [run] } }], rules);
  expect([day?.times, day?.united]).toEqual([['09:00–11:00'], ['08:00–20:00']]);
  expect(daysOf([own], rules)[0]?.united).toBeUndefined();
});

describe('marks', () => {
  const marked = (day: PreviewDay, more: Partial<Parameters<typeof daysOf>[1]> = {}) => {
    const [first] = daysOf([day], { ...rules, ...more });
    return [first?.mark, first?.reasons.map((reason) => reason.nb)];
  };
  const morning = open('2026-12-01', ['2026-12-01T08:00:00Z', '2026-12-01T10:00:00Z']);

  test('the server tells why a day is closed, a closed day with both its names', () => {
    const names = ['Grunnlovsdagen', '2. pinsedag'];
    expect(marked(closed('2027-05-17', 'closed_day', ...names))).toEqual(['closed_day', names]);
    expect(marked(closed('2026-12-01', 'exception', 'Kurs'))).toEqual(['exception', ['Kurs']]);
    expect(marked(closed('2026-12-01'))).toEqual([undefined, []]);
    expect(marked(morning)).toEqual([undefined, []]);
  });

  test('an exception with other hours is known by its date and service', () => {
    expect(marked(morning, { exceptions: [exception({})] })).toEqual(['exception', ['Kurs']]);
    expect(marked(morning, { exceptions: [exception({ channel: 'chat', queue: 'national' })] })[0]).toBe('exception');
    expect(marked(morning, { exceptions: [exception({ channel: 'phone' })] })[0]).toBeUndefined();
    expect(marked(morning, { exceptions: [exception({ queue: 'local' })] })[0]).toBeUndefined();
    expect(marked(morning, { exceptions: [exception({ date: '2026-12-02' })] })[0]).toBeUndefined();
  });

  test('of several exceptions the closing one speaks, and an exception wins over a closed day', () => {
    const closedDays = [{ date: '2026-12-01', names: [{ nb: 'Helligdag' }] }];
    const closing = exception({ closed: true, reason: { nb: 'Flytting' } });
    expect(marked(morning, { closedDays })).toEqual(['closed_day', ['Helligdag']]);
    expect(marked(morning, { closedDays, exceptions: [exception({}), closing] })).toEqual(['exception', ['Flytting']]);
  });
});

describe('weeks', () => {
  test('28 days from a Friday lie in five weeks, from a Monday in four', () => {
    const weeks = weeksOf(daysOf(closedFrom('2026-11-27', 28), rules));
    expect(weeks.map((week) => week.number)).toEqual([48, 49, 50, 51, 52]);
    expect(weeks[0]?.days.map((day) => day?.date)).toEqual([
      ...Array.from({ length: 4 }),
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
    ]);
    expect(weeks[4]?.days.map((day) => day !== undefined)).toEqual([true, true, true, true, false, false, false]);
    expect(weeksOf(daysOf(closedFrom('2026-11-30', 28), rules))).toHaveLength(4);
  });

  test.each([
    ['2026-01-01', 1],
    ['2026-12-31', 53],
    ['2027-01-03', 53],
    ['2027-01-04', 1],
    ['2024-12-30', 1],
  ])('%s is in week %i', (date, number) => {
    expect(weekNumber(date)).toBe(number);
  });

  test('a date is short', () => {
    expect(shortDate('2026-12-01')).toBe('1.12.');
  });
});

describe('gaps', () => {
  test('are workdays that are closed and nothing says why', () => {
    const days = closedFrom('2026-11-30', 14).map((day) => {
      if (day.date === '2026-12-01') return closed(day.date, 'exception');
      if (day.date === '2026-12-02') return closed(day.date, 'closed_day', 'Helligdag');
      if (['03', '10'].includes(day.date.slice(8))) {
        return open(day.date, [`${day.date}T08:00:00Z`, `${day.date}T09:00:00Z`]);
      }
      return day;
    });
    expect(gapsOf(daysOf(days, rules))).toEqual([
      { weekday: 1, every: true, dates: ['2026-11-30', '2026-12-07'] },
      { weekday: 2, every: false, dates: ['2026-12-08'] },
      { weekday: 3, every: false, dates: ['2026-12-09'] },
      { weekday: 5, every: true, dates: ['2026-12-04', '2026-12-11'] },
    ]);
  });
});
