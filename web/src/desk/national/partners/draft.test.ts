import { expect, test } from 'vitest';
import { differences, merged, obvious } from '../../admin/parts/merge';
import { changeOf, changeOfFields, draftOf, earlyFaults, EMPTY, faultsOf, fieldsOf, newPartnerOf } from './draft';
import { NAV } from './fixtures';

const draft = { ...EMPTY, organisation: '991 825 827', name: ' Nav ', contact: 'drift@nav.example' };

test('a new partner needs number, name and address', () => {
  expect([...faultsOf(EMPTY)]).toEqual([
    ['organisation', 'missing'],
    ['name', 'missing'],
    ['contact', 'bad'],
  ]);
  expect(faultsOf(draft).size).toBe(0);
});

test('a number is judged as it is typed, the rest when it is to be saved', () => {
  expect(earlyFaults(faultsOf(EMPTY)).size).toBe(0);
  expect([...earlyFaults(faultsOf({ ...EMPTY, organisation: '991825828' }))]).toEqual([['organisation', 'wrong']]);
  const production = { ...EMPTY, organisation: '310715018', environment: 'production' as const };
  expect([...earlyFaults(faultsOf(production))]).toEqual([['organisation', 'made_up']]);
});

test('a partner may do something, somewhere', () => {
  const nothing = { ...draft, scopes: [], everywhere: false };
  expect([...faultsOf(nothing).keys()]).toEqual(['scopes', 'centres']);
  expect(faultsOf({ ...draft, everywhere: false, centres: ['ctr_1'] }).size).toBe(0);
});

test.each(['', '@nav.no', 'a@b', 'a@@nav.no', 'a b@nav.no'])('%j is no address', (contact) => {
  expect([...faultsOf({ ...draft, contact }).keys()]).toEqual(['contact']);
});

test('what is sent has the number plain and leaves out what means all', () => {
  expect(newPartnerOf(draft)).toEqual({
    organisation: '991825827',
    environment: 'sandbox',
    name: 'Nav',
    contact: 'drift@nav.example',
    scopes: ['availability.read'],
    quota: 'small',
  });
  expect(changeOf({ ...draft, everywhere: false, centres: ['ctr_2', 'ctr_1'] }).centres).toEqual(['ctr_1', 'ctr_2']);
});

test('what was not touched is sent as it was', () => {
  const { name, contact, scopes, centres, quota } = NAV;
  expect(changeOf(draftOf(NAV))).toEqual({ name, contact, scopes, centres, quota });
  expect(changeOfFields(fieldsOf(NAV))).toEqual({ name, contact, scopes, centres, quota });
});

test('the change of one coordinator and that of another are both kept', () => {
  const mine = fieldsOf({ ...NAV, quota: 'large' });
  const { centres: _all, ...everywhere } = NAV;
  const theirs = fieldsOf({ ...everywhere, name: 'Nav Vest' });
  const found = differences(fieldsOf(NAV), mine, theirs);
  const change = changeOfFields(merged(theirs, found, obvious(found)));
  expect(change).toEqual({ name: 'Nav Vest', contact: NAV.contact, scopes: NAV.scopes, quota: 'large' });
});
