import { expect, test } from 'vitest';
import type { StaffMember } from '../shapes';
import { staffChange, staffDraft, staffFaults, topicsOf } from './draft';

const member: StaffMember = {
  id: 'stf_1',
  alias: 'Kari',
  languages: ['nb', 'en'],
  topics: ['work', 'fishing'],
  state: 'away',
  load_units: 0,
  capacity_units: 3,
};

test('only what was changed is sent', () => {
  const draft = staffDraft(member);
  expect(staffChange(draft, member)).toEqual({});
  expect(staffChange({ ...draft, alias: ' Kaja ', units: '0' }, member)).toEqual({ alias: 'Kaja', capacity_units: 0 });
  expect(staffChange({ ...draft, languages: ['nb'], topics: ['work'] }, member)).toEqual({
    languages: ['nb'],
    topics: ['work'],
  });
});

test('topics the service does not know are kept', () => {
  expect(topicsOf(member).at(-1)).toBe('fishing');
});

test('a member without a name, a language or a sensible number is refused', () => {
  expect([...staffFaults({ alias: ' ', languages: [], topics: [], units: '21' })]).toEqual([
    'alias_missing',
    'languages_missing',
    'units_bad',
  ]);
});
