import { expect, test } from 'vitest';
import { changeOf, draftOf, faultsOf } from './draft';

const texts = { nb: 'Chatten er treg', nn: '', se: '', en: ' The chat is slow ' };

test('a new notice needs a text in bokmål, the rest has a beginning', () => {
  expect([...faultsOf(draftOf(undefined))]).toEqual(['text']);
  expect([...faultsOf({ ...draftOf(undefined), texts })]).toEqual([]);
});

test('what is sent leaves out what is empty', () => {
  expect(changeOf({ ...draftOf(undefined), texts, places: ['desk'] })).toEqual({
    kind: 'planned',
    texts: { nb: 'Chatten er treg', en: 'The chat is slow' },
    places: ['desk'],
    position: 100,
  });
});

test('times that cannot be are told', () => {
  const starts = { date: '2027-04-15', time: '10:00' };
  const draft = { ...draftOf(undefined), texts, starts };
  expect([...faultsOf({ ...draft, ends: { date: '2027-04-15', time: '10:00' } })]).toEqual(['ends']);
  expect([...faultsOf({ ...draft, ends: { date: '2027-04-15', time: '' } })]).toEqual(['ends']);
  expect([...faultsOf({ ...draft, ends: { date: '2027-04-15', time: '11:00' } })]).toEqual([]);
  expect([...faultsOf({ ...draft, places: [], position: 'først' })]).toEqual(['places', 'position']);
});
