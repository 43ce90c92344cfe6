import { expect, test } from 'vitest';
import { invitationOf, inviteDraft, inviteFaults, isAddress } from './draft';

test('an invitation says all that is on the form, and the alias only when there is one', () => {
  const draft = { ...inviteDraft('nn'), email: ' kari@example.no ', name: ' Kari Østby ' };
  expect([...inviteFaults(draft)]).toEqual([]);
  expect(invitationOf(draft)).toEqual({
    email: 'kari@example.no',
    name: 'Kari Østby',
    language: 'nn',
    roles: ['counsellor'],
    languages: ['nn'],
    topics: [],
    channels: ['chat', 'phone'],
    capacity_units: 2,
    works_from_home: false,
  });
  const called = { ...draft, membership: { ...draft.membership, alias: 'Kaja' } };
  expect(invitationOf(called).alias).toBe('Kaja');
});

test('without an address, a name or a role nobody is invited', () => {
  expect([...inviteFaults({ ...inviteDraft('nb'), roles: [] })]).toEqual([
    'email_missing',
    'name_missing',
    'roles_missing',
  ]);
});

test('an address has something on both sides of one @', () => {
  expect(['kari@example.no', 'kari.østby@nav'].every(isAddress)).toBe(true);
  expect(['kari', '@example.no', 'kari@', 'a@b@c', 'ka ri@example.no', `${'a'.repeat(254)}@x`].some(isAddress)).toBe(
    false,
  );
});
