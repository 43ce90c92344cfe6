import { expect, test } from 'vitest';
import type { Shift } from '../../features/rota/shapes';
import { bodyOf, draftOf, fieldsOf, newDraft, seriesBody, shiftBody, shiftFaults, type ShiftDraft } from './draft';

const TODAY = '2026-11-27';
const drawn = newDraft({ date: '2026-11-30', from: 540, length: 390 });
const good: ShiftDraft = { ...drawn, staffId: 'stf_1' };
const faults = (part: Partial<ShiftDraft>) => [...shiftFaults({ ...good, ...part }, TODAY)];

test('what is drawn in the week is almost a shift: only its person is missing', () => {
  expect([...shiftFaults(drawn, TODAY)]).toEqual(['staff_missing']);
  expect(shiftBody(good)).toEqual({
    staff_id: 'stf_1',
    starts_at: '2026-11-30T08:00:00Z',
    ends_at: '2026-11-30T14:30:00Z',
    channels: ['chat'],
    queue: 'national',
  });
});

test('an end that is not after the start is on the next day', () => {
  const night = { ...good, from: '22', to: '02:00' };
  expect(shiftBody(night).ends_at).toBe('2026-12-01T01:00:00Z');
  expect(seriesBody(night)).toMatchObject({ starts: '22:00', ends: '02:00', ends_next_day: true });
  expect(seriesBody({ ...good, from: '16', to: '24' })).toMatchObject({ starts: '16:00', ends: '24:00' });
});

test('every fault is found', () => {
  expect(faults({ date: '' })).toEqual(['date_missing']);
  expect(faults({ from: '25' })).toEqual(['from_bad']);
  expect(faults({ to: 'x' })).toEqual(['to_bad']);
  expect(faults({ from: '9', to: '9' })).toEqual(['too_long']);
  expect(faults({ channels: [] })).toEqual(['channels_missing']);
  expect(faults({ repeat: true, everyWeeks: '0' })).toEqual(['weeks_bad']);
  expect(faults({ repeat: true, until: '2026-11-29' })).toEqual(['until_early']);
  expect(faults({ repeat: true, until: '2027-12-04' })).toEqual(['until_far']);
  expect(faults({ repeat: false, until: '' })).toEqual([]);
});

test('a shift read and not changed has the same fields', () => {
  const shift: Shift = {
    id: 'shf_1',
    alias: 'Ingrid',
    state: 'planned',
    absent: [],
    version: 3,
    ...shiftBody(good),
    starts_at: '2026-11-30T09:00:00+01:00',
    note: 'Tlf.',
  };
  expect(fieldsOf(draftOf(shift))).toEqual(fieldsOf({ ...good, note: 'Tlf. ' }));
  expect(bodyOf({ note: '' })).toEqual({ note: '' });
});
