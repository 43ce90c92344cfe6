import { expect, test } from 'vitest';
import type { StaffMember } from '../shapes';
import { centreRoles, membershipChange, membershipDraft, membershipFaults, topicsOf } from './draft';

const member: StaffMember = {
  id: 'stf_1',
  alias: 'Kari',
  languages: ['nb', 'en'],
  topics: ['work', 'fishing'],
  channels: ['phone', 'chat'],
  state: 'away',
  load_units: 0,
  capacity_units: 3,
  works_from_home: false,
};

test('only what was changed is sent', () => {
  const draft = membershipDraft(member);
  expect(membershipChange(draft, member)).toEqual({});
  expect(membershipChange({ ...draft, alias: ' Kaja ', units: '0' }, member)).toEqual({
    alias: 'Kaja',
    capacity_units: 0,
  });
  expect(membershipChange({ ...draft, languages: ['nb'], topics: ['work'] }, member)).toEqual({
    languages: ['nb'],
    topics: ['work'],
  });
  expect(membershipChange({ ...draft, channels: ['chat'], home: true }, member)).toEqual({
    channels: ['chat'],
    works_from_home: true,
  });
});

test('topics the service does not know are kept', () => {
  expect(topicsOf(member.topics).at(-1)).toBe('fishing');
});

test('a member without a name, a language, a channel or a sensible number is refused', () => {
  const empty = { alias: ' ', languages: [], topics: [], channels: [], units: '21', home: false };
  expect([...membershipFaults(empty)]).toEqual(['alias_missing', 'languages_missing', 'channels_missing', 'units_bad']);
});

test('national roles are none of a centre', () => {
  expect(centreRoles(['national_coordinator', 'centre_administrator', 'counsellor'])).toEqual([
    'counsellor',
    'centre_administrator',
  ]);
});
