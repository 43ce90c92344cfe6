import { expect, test } from 'vitest';
import { changesOf } from './diff';

test('only the fields that differ are lines', () => {
  expect(changesOf({ name: 'a', reserve: 1 }, { name: 'b', reserve: 1 })).toEqual([
    { path: ['name'], old: 'a', new: 'b' },
  ]);
});

test('what is made or removed has one side', () => {
  expect(changesOf(undefined, { name: 'a' })).toEqual([{ path: ['name'], new: 'a' }]);
  expect(changesOf({ name: 'a', note: null }, null)).toEqual([{ path: ['name'], old: 'a' }]);
});

test('plain lists stay whole, things that went stand beside things that came', () => {
  expect(changesOf({ languages: ['nb'] }, { languages: ['nb', 'se'] })).toEqual([
    { path: ['languages'], old: ['nb'], new: ['nb', 'se'] },
  ]);
  const [one, two, three] = [{ a: 1 }, { a: 2 }, { a: 3 }];
  expect(changesOf([one, two], [two, three])).toEqual([{ path: [], old: one, new: three }]);
  expect(changesOf([], [one])).toEqual([{ path: [], new: one }]);
});

test('another kind of value is one line', () => {
  expect(changesOf({ a: 1 }, { a: { b: 2 } })).toEqual([{ path: ['a'], old: 1, new: { b: 2 } }]);
  expect(changesOf('x', 3)).toEqual([{ path: [], old: 'x', new: 3 }]);
  expect(changesOf({ a: 1 }, { a: 1 })).toEqual([]);
});

test('a week of hours is told day by day', () => {
  const chat = { queue: 'national', channel: 'chat' };
  const morning = { opens: '09:00', closes: '11:30' };
  const noon = { opens: '12:00', closes: '15:30' };
  const old = [
    { ...chat, weekday: 1, ...morning },
    { ...chat, weekday: 2, ...morning, valid_from: null },
  ];
  const now = [
    { ...chat, weekday: 2, ...morning },
    { ...chat, weekday: 1, ...morning },
    { ...chat, weekday: 1, ...noon },
    { ...chat, weekday: 3, ...noon },
  ];
  expect(changesOf(old, now)).toEqual([
    { path: ['national/chat/1'], old: [morning], new: [morning, noon] },
    { path: ['national/chat/3'], new: [noon] },
  ]);
  expect(changesOf(undefined, { intervals: [] })).toEqual([{ path: ['intervals'], new: [] }]);
  expect(changesOf([], old)).toHaveLength(2);
  expect(changesOf(old, [])).toHaveLength(2);
});
