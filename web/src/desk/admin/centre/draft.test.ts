import { expect, test } from 'vitest';
import type { Centre } from '../shapes';
import { centreFaults, changeOf, draftOf, fieldsOfDraft, wholeNumber } from './draft';

const centre: Centre = {
  id: 'ctr_1',
  county: '03',
  name: 'Karriere Oslo',
  region: 'east',
  languages: ['nb', 'en'],
  time_zone: 'Europe/Oslo',
  local_reserve: 1,
  active: true,
  created_at: '2026-01-01T00:00:00Z',
};

test('only what was changed is sent', () => {
  expect(changeOf(fieldsOfDraft(draftOf(centre)), centre)).toEqual({});
  const draft = { ...draftOf(centre), name: ' Karriere Oslo sentrum ', reserve: '2' };
  expect(changeOf(fieldsOfDraft(draft), centre)).toEqual({ name: 'Karriere Oslo sentrum', local_reserve: 2 });
});

test('the order in which languages are ticked is no change', () => {
  const draft = { ...draftOf(centre), languages: ['nb', 'en'] as const };
  expect(changeOf(fieldsOfDraft({ ...draft, languages: [...draft.languages] }), centre)).toEqual({});
});

test('every field that is wrong is told', () => {
  expect([...centreFaults({ name: ' ', languages: [], reserve: '-1' })]).toEqual([
    'name_missing',
    'languages_missing',
    'reserve_bad',
  ]);
  expect(wholeNumber('1.5', 20)).toBeUndefined();
  expect(wholeNumber('', 20)).toBeUndefined();
  expect(wholeNumber(' 20 ', 20)).toBe(20);
  expect(wholeNumber('21', 20)).toBeUndefined();
});
