import { expect, test } from 'vitest';
import { differences, merged, obvious } from './merge';

const base = { name: 'Oslo', languages: ['nb'], reserve: 1 };

test('only what differs is asked for, with who changed it', () => {
  const found = differences(
    base,
    { ...base, name: 'Mine', reserve: 2 },
    { ...base, name: 'Theirs', languages: ['se'] },
  );
  expect(found).toEqual([
    { field: 'name', mine: 'Mine', theirs: 'Theirs', by: 'both' },
    { field: 'languages', mine: ['nb'], theirs: ['se'], by: 'them' },
    { field: 'reserve', mine: 2, theirs: 1, by: 'me' },
  ]);
});

test('the same change by both is no difference', () => {
  expect(differences(base, { ...base, reserve: 3 }, { ...base, reserve: 3 })).toEqual([]);
});

test('each keeps what only they changed, a conflict waits for a choice', () => {
  const mine = { ...base, name: 'Mine', reserve: 2 };
  const theirs = { ...base, name: 'Theirs', languages: ['se'] };
  const found = differences(base, mine, theirs);
  expect(obvious(found)).toEqual({ languages: 'theirs', reserve: 'mine' });
  const choices = { ...obvious(found), name: 'mine' as const };
  expect(merged(theirs, found, choices)).toEqual({ name: 'Mine', languages: ['se'], reserve: 2 });
});

test('a field one side lacks can be kept away', () => {
  const found = differences({ a: 1 }, {}, { a: 1 });
  expect(found).toEqual([{ field: 'a', mine: undefined, theirs: 1, by: 'me' }]);
  expect(merged({ a: 1 }, found, obvious(found))).toEqual({ a: undefined });
});
