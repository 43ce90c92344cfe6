import { expect, test } from 'vitest';
import type { Colleague } from '../../../api/shapes';
import { bestFirst, isFree, targetOf } from './targets';

const colleague = (alias: string, part: Partial<Colleague> = {}): Colleague => ({
  staff_id: alias,
  alias,
  centre_id: 'ctr',
  centre_name: 'Centre',
  state: 'available',
  languages: ['nb'],
  free_units: 1,
  ...part,
});

test('free colleagues who speak the language come first, then by alias', () => {
  const list = [
    colleague('Busy', { free_units: 0, languages: ['se'] }),
    colleague('Åse'),
    colleague('Siv', { languages: ['nb', 'se'] }),
    colleague('Ada', { languages: ['nb', 'se'] }),
  ];
  expect(bestFirst(list, 'se').map((one) => one.alias)).toEqual(['Ada', 'Siv', 'Åse', 'Busy']);
});

test('away or full means not free', () => {
  expect(isFree(colleague('a'))).toBe(true);
  expect(isFree(colleague('a', { state: 'away' }))).toBe(false);
  expect(isFree(colleague('a', { free_units: 0 }))).toBe(false);
});

test('a target is complete only with somebody chosen, except for the national queue', () => {
  expect(targetOf('colleague', undefined)).toBeUndefined();
  expect(targetOf('colleague', 'stf')).toEqual({ staff_id: 'stf' });
  expect(targetOf('centre', 'ctr')).toEqual({ centre_id: 'ctr' });
  expect(targetOf('national', undefined)).toEqual({ national: true });
});
