import { expect, test } from 'vitest';
import { pathOf, placeAt } from './route';

test('an address below a page keeps what follows it', () => {
  expect(placeAt('/desk/national/ctr_1/hours', ['national'])).toEqual({ page: 'national', rest: ['ctr_1', 'hours'] });
  expect(placeAt('/desk/centre/', ['centre', 'national'])).toEqual({ page: 'centre', rest: [] });
});

test('a page the account does not have gives its first page', () => {
  expect(placeAt('/desk/centre/sites', ['national'])).toEqual({ page: 'national', rest: [] });
  expect(placeAt('/desk', ['contacts', 'centre'])).toEqual({ page: 'contacts', rest: [] });
});

test('addresses are made as they are read', () => {
  expect(pathOf('contacts')).toBe('/desk/');
  expect(pathOf('national', 'ctr_1', 'sites')).toBe('/desk/national/ctr_1/sites');
});
