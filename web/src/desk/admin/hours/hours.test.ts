import { describe, expect, test } from 'vitest';
import type { WeeklyInterval } from '../shapes';
import { minutesOf, tidyEnd, tidyTime } from './clock';
import { dateFaults, refusedRows, weekFaults } from './faults';
import { marksOf, plotOf } from './plot';
import { cellsOf, copyDay, dayOf, firstService, hoursOf, itemsOf, nextSpan, rowsOf } from './rows';

const chat = { queue: 'national', channel: 'chat' } as const;
const item = (weekday: number, opens: string, closes: string, more: Partial<WeeklyInterval> = {}): WeeklyInterval => ({
  ...chat,
  weekday,
  opens,
  closes,
  ...more,
});

describe('times as people write them', () => {
  test.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['9.30', '09:30'],
    [' 09:30 ', '09:30'],
    ['1530', '15:30'],
    ['25', '25'],
    ['9:75', '9:75'],
    ['', ''],
  ])('%j becomes %j', (typed, stored) => {
    expect(tidyTime(typed)).toBe(stored);
  });

  test('midnight ends a day but does not begin one', () => {
    expect(minutesOf('24:00')).toBeUndefined();
    expect(minutesOf('24:00', true)).toBe(1440);
    expect(tidyEnd({ closes: '0', nextDay: true })).toEqual({ closes: '24:00', nextDay: false });
    expect(tidyEnd({ closes: '2', nextDay: true })).toEqual({ closes: '02:00', nextDay: true });
  });
});

describe('rows and items', () => {
  test('go back and forth without loss', () => {
    const items = [
      item(1, '09:00', '11:30'),
      item(5, '22:00', '02:00', { closes_next_day: true, valid_from: '2026-06-01', valid_until: '2026-08-31' }),
    ];
    expect(itemsOf(rowsOf(items))).toEqual(items);
  });

  test('a copied day replaces what the other days had, of its own service only', () => {
    const rows = rowsOf([
      item(1, '09:00', '11:30'),
      item(1, '12:00', '15:30'),
      item(2, '10:00', '11:00'),
      item(2, '10:00', '11:00', { channel: 'phone' }),
    ]);
    const copied = copyDay(rows, chat, 1, [1, 2, 3]);
    expect(dayOf(copied, chat, 2).map((row) => row.opens)).toEqual(['09:00', '12:00']);
    expect(dayOf(copied, chat, 3)).toHaveLength(2);
    expect(dayOf(copied, chat, 1)).toHaveLength(2);
    expect(dayOf(copied, { queue: 'national', channel: 'phone' }, 2)).toHaveLength(1);
    expect(new Set(copied.map((row) => row.id)).size).toBe(copied.length);
  });

  test('a new interval comes after a lunch break, and not when the day is full', () => {
    const day = (closes: string) => rowsOf([item(1, '09:00', closes)]);
    expect(nextSpan([])).toMatchObject({ opens: '09:00', closes: '15:30' });
    expect(nextSpan(day('11:30'))).toMatchObject({ opens: '12:00', closes: '15:00' });
    expect(nextSpan(day('21:30'))).toMatchObject({ opens: '22:00', closes: '24:00' });
    expect(nextSpan(day('24:00'))).toMatchObject({ opens: '', closes: '' });
  });

  test('the first service that has hours is shown first, the national chat when none has', () => {
    const phone = item(1, '09:00', '10:00', { queue: 'local', channel: 'phone' });
    expect(firstService(rowsOf([phone]))).toEqual({ queue: 'local', channel: 'phone' });
    expect(firstService(rowsOf([phone, item(5, '09:00', '10:00')]))).toEqual(chat);
    expect(firstService([])).toEqual(chat);
  });

  test('cells are the same whatever the order of the items', () => {
    const items = [item(2, '09:00', '11:30'), item(1, '12:00', '15:30'), item(1, '09:00', '11:30')];
    expect(JSON.stringify(cellsOf(items))).toBe(JSON.stringify(cellsOf(items.toReversed())));
    expect(Object.keys(cellsOf(items))).toEqual(['national/chat/1', 'national/chat/2']);
  });

  test('the sum of the week counts nights, and leaves out nonsense and other periods', () => {
    const items = [
      item(1, '09:00', '11:30'),
      item(2, '22:00', '02:00', { closes_next_day: true }),
      item(3, '15:00', '9'),
    ];
    expect(hoursOf(rowsOf(items), '2026-11-23')).toBe(6.5);
    const summer = [item(1, '09:00', '12:00', { valid_from: '2026-06-01', valid_until: '2026-08-31' })];
    expect(hoursOf(rowsOf(summer), '2026-08-31')).toBe(3);
    expect(hoursOf(rowsOf(summer), '2026-09-01')).toBe(0);
  });
});

describe('faults', () => {
  const kinds = (items: WeeklyInterval[]) => {
    const rows = rowsOf(items);
    const faults = weekFaults(rows);
    return rows.map((row) => faults.get(row.id)?.kind);
  };

  test('an end before the start and what is no time are told by their field', () => {
    expect(kinds([item(1, '15:00', '09:00')])).toEqual(['closes_early']);
    expect(kinds([item(1, 'x', '09:00')])).toEqual(['opens_bad']);
    expect(kinds([item(1, '09:00', '')])).toEqual(['closes_bad']);
    expect(kinds([item(1, '15:00', '09:00', { closes_next_day: true })])).toEqual([undefined]);
    expect(kinds([item(1, '09:00', '15:00', { closes_next_day: true })])).toEqual(['night_long']);
    expect(kinds([item(1, '09:00', '15:00', { valid_from: '2026-02-01', valid_until: '2026-01-01' })])).toEqual([
      'until_early',
    ]);
  });

  test('overlap is within one service, touching is none', () => {
    expect(kinds([item(1, '09:00', '12:00'), item(1, '11:00', '15:00')])).toEqual([undefined, 'overlap']);
    expect(kinds([item(1, '09:00', '12:00'), item(1, '12:00', '15:00')])).toEqual([undefined, undefined]);
    expect(kinds([item(1, '09:00', '12:00'), item(1, '09:00', '12:00', { queue: 'local' })])).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a night runs into the next day, that of Sunday into Monday', () => {
    const night = { closes_next_day: true };
    expect(kinds([item(7, '22:00', '02:00', night), item(1, '01:00', '03:00')])).toEqual([undefined, 'overlap']);
    expect(kinds([item(1, '01:00', '03:00'), item(7, '22:00', '02:00', night)])).toEqual([undefined, 'overlap']);
    expect(kinds([item(7, '22:00', '02:00', night), item(2, '01:00', '03:00')])).toEqual([undefined, undefined]);
  });

  test('a night that runs into the next period meets its first morning', () => {
    const last = { closes_next_day: true, valid_until: '2027-06-27' };
    const night = item(7, '22:00', '02:00', last);
    expect(kinds([night, item(1, '01:00', '03:00', { valid_from: '2027-06-28' })])).toEqual([undefined, 'overlap']);
    expect(kinds([night, item(1, '01:00', '03:00', { valid_from: '2027-06-29' })])).toEqual([undefined, undefined]);
  });

  test('intervals of different periods do not meet', () => {
    const spring = { valid_until: '2026-05-31' };
    expect(kinds([item(1, '09:00', '12:00', spring), item(1, '09:00', '12:00', { valid_from: '2026-06-01' })])).toEqual(
      [undefined, undefined],
    );
    expect(kinds([item(1, '09:00', '12:00', spring), item(1, '09:00', '12:00')])).toEqual([undefined, 'overlap']);
  });

  test('the intervals of one date are checked alike', () => {
    const [one, other] = [
      { id: 'a', opens: '09:00', closes: '12:00', nextDay: false },
      { id: 'b', opens: '11', closes: '13', nextDay: false },
    ];
    expect(dateFaults([one, other]).get('b')?.kind).toBe('overlap');
  });

  test('what the server refuses marks the row it is about', () => {
    const rows = rowsOf([item(1, '09:00', '12:00'), item(2, '09:00', '12:00')]);
    const problem = { type: '', title: '', status: 422, code: 'invalid' };
    const errors = [
      { field: 'items.1.closes', reason: 'x' },
      { field: 'items.9.opens', reason: 'x' },
    ];
    expect([...refusedRows({ ...problem, errors }, rows)]).toEqual([
      [rows[1]?.id, { field: 'closes', kind: 'refused' }],
    ]);
  });
});

describe('the plot', () => {
  test('a night is two bars, and the axis grows with the hours', () => {
    const plot = plotOf(rowsOf([item(7, '22:00', '02:00', { closes_next_day: true })]));
    expect(plot.bars.map(({ weekday, from, to }) => [weekday, from, to])).toEqual([
      [7, 1320, 1440],
      [1, 0, 120],
    ]);
    expect([plot.firstHour, plot.lastHour]).toEqual([0, 24]);
    expect(marksOf(plot)).toEqual([0, 6, 12, 18, 24]);
  });

  test('an empty week shows the usual hours', () => {
    const plot = plotOf([]);
    expect(plot.bars).toEqual([]);
    expect(marksOf(plot)).toEqual([8, 10, 12, 14, 16]);
  });
});
