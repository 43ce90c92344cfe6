import { expect, test } from 'vitest';
import type { StaffAccount, StaffMember } from '../shapes';
import { holds, peopleOf } from './people';

const member = (id: string, alias: string): StaffMember => ({
  id,
  alias,
  languages: ['nb'],
  topics: [],
  channels: ['chat'],
  state: 'away',
  load_units: 0,
  capacity_units: 2,
  works_from_home: false,
});

const account = (id: string, name: string, staff?: string): StaffAccount => ({
  account_id: id,
  name,
  email: `${id}@example.no`,
  roles: [],
  ...(staff !== undefined && { staff_id: staff }),
});

test('members come with their name, and those who only have a role beside them', () => {
  const people = peopleOf(
    [member('stf_1', 'Åse'), member('stf_2', 'Kari')],
    [account('acc_1', 'Åse Berg', 'stf_1'), account('acc_2', 'Kari Østby', 'stf_2'), account('acc_3', 'Odd Lie')],
  );
  expect(people.map(({ name, member }) => [name, member?.alias])).toEqual([
    ['Kari Østby', 'Kari'],
    ['Odd Lie', undefined],
    ['Åse Berg', 'Åse'],
  ]);
});

test('who may not read accounts sees the names seekers see', () => {
  expect(peopleOf([member('stf_1', 'Kari')], []).map(({ name }) => name)).toEqual(['Kari']);
});

test('each word typed must be there, whatever its case', () => {
  expect(holds('Kari Østby Chat', 'chat ØST')).toBe(true);
  expect(holds('Kari Østby Chat', 'chat telefon')).toBe(false);
  expect(holds('Kari', ' ')).toBe(true);
});
