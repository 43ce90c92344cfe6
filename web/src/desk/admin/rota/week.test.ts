import { expect, test } from 'vitest';
import type { Slot } from '../../features/rota/slots';
import { dragged } from './drag';
import { hoursShown, piecesOf } from './lanes';

const slot = (date: string, from: number, hours: number): Slot => ({ date, from: from * 60, length: hours * 60 });

test('a pointer moves a shift by quarters of an hour and whole days, and draws a new one', () => {
  const first = '2026-11-30';
  const at = { day: 0, minutes: 10 * 60 };
  const shift = { kind: 'shift', id: 'a', slot: slot(first, 9, 6), at } as const;
  const to = { day: 2, minutes: 10 * 60 + 35 };
  expect(dragged({ ...shift, grip: 'whole' }, to, first)).toEqual({ date: '2026-12-02', from: 570, length: 360 });
  expect(dragged({ ...shift, grip: 'end' }, to, first)).toEqual({ date: first, from: 540, length: 390 });
  expect(dragged({ ...shift, grip: 'start' }, to, first)).toEqual({ date: first, from: 570, length: 330 });
  expect(dragged({ kind: 'new', at }, { day: 0, minutes: 8 * 60 + 5 }, first)).toEqual(slot(first, 8, 2));
});

test('shifts at the same time stand side by side, the others have the whole width', () => {
  const items = [
    slot('2026-11-30', 9, 3),
    slot('2026-11-30', 10, 4),
    slot('2026-11-30', 12, 1),
    slot('2026-12-01', 9, 1),
  ];
  const pieces = piecesOf(
    items.map((one) => ({ slot: one })),
    '2026-11-30',
    7,
  );
  expect(pieces.map(({ day, lane, lanes }) => [day, lane, lanes])).toEqual([
    [0, 0, 2],
    [0, 1, 2],
    [0, 0, 2],
    [1, 0, 1],
  ]);
});

test('a night is two pieces, and only the part in the week is shown', () => {
  const pieces = piecesOf([{ slot: slot('2026-11-29', 22, 8) }, { slot: slot('2026-12-01', 22, 4) }], '2026-11-30', 7);
  expect(pieces.map(({ day, from, to, begun, goesOn }) => [day, from, to, begun, goesOn])).toEqual([
    [0, 0, 360, true, false],
    [1, 1320, 1440, false, true],
    [2, 0, 120, true, false],
  ]);
  expect(hoursShown(pieces, false)).toEqual({ first: 0, last: 24 });
  expect(hoursShown([], false)).toEqual({ first: 7, last: 18 });
});
