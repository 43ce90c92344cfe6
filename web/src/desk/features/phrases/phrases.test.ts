import { expect, test } from 'vitest';
import type { Phrase } from '../../../api/shapes';
import { insertAt, matching } from './phrases';

const phrase = (id: string, phase: Phrase['phase'], title: string, body: string): Phrase => ({
  id,
  phase,
  title,
  body,
  language: 'nb',
});
const all = [
  phrase('1', 'conclusion', 'Takk', 'Lykke til videre!'),
  phrase('2', 'contact', 'Hilsen', 'Hei og velkommen'),
  phrase('3', 'communication', 'Lenke', 'Er det greit at jeg sender en lenke?'),
];
const ids = (search: string, phase?: Phrase['phase']) => matching(all, search, phase).map((one) => one.id);

test('without a search all phrases come in the order of the phases', () => {
  expect(ids('')).toEqual(['2', '3', '1']);
});

test('every word must be found, in title or text, whatever the case', () => {
  expect(ids('LENKE greit')).toEqual(['3']);
  expect(ids('lenke velkommen')).toEqual([]);
});

test('a chosen phase narrows the list', () => {
  expect(ids('', 'contact')).toEqual(['2']);
});

test.each([
  ['', 0, 'Hei!', 4],
  ['Ja', 2, 'Ja Hei!', 7],
  ['Ja ', 3, 'Ja Hei!', 7],
  ['før etter', 4, 'før Hei! etter', 8],
  ['føretter', 3, 'før Hei! etter', 8],
])('a phrase goes into %j at %i parted by single spaces', (text, place, expected, caret) => {
  expect(insertAt(text, place, 'Hei!')).toEqual({ text: expected, caret });
});
