import { expect, test } from 'vitest';
import { absenceFaults, absenceSpan, NO_ABSENCE } from './absence';

const draft = { ...NO_ABSENCE, from: '2026-12-03', until: '2026-12-04' };

test('whole days are from midnight to the midnight after the last', () => {
  expect(absenceSpan(draft)).toEqual({ starts_at: '2026-12-02T23:00:00Z', ends_at: '2026-12-04T23:00:00Z' });
});

test('a part of a day is by the clock', () => {
  const part = { ...draft, until: draft.from, wholeDays: false, fromTime: '12', untilTime: '15:30' };
  expect(absenceSpan(part)).toEqual({ starts_at: '2026-12-03T11:00:00Z', ends_at: '2026-12-03T14:30:00Z' });
});

test('what is missing or turned round is told', () => {
  expect([...absenceFaults(NO_ABSENCE, true)]).toEqual(['staff_missing', 'from_missing', 'until_missing']);
  expect([...absenceFaults({ ...draft, until: '2026-12-02' }, false)]).toEqual(['until_early']);
  expect([...absenceFaults({ ...draft, wholeDays: false }, false)]).toEqual(['from_bad', 'to_bad']);
  expect([...absenceFaults(draft, false)]).toEqual([]);
});
