import { expect, test } from 'vitest';
import { betterPage, broughtBy, pageIn } from './referral-link';

const noPlace = (): boolean => false;

test('a link brings its code behind the #', () => {
  expect(broughtBy('#ABCD-EFGH-JKLM', noPlace)).toBe('ABCD-EFGH-JKLM');
  expect(broughtBy('#abcd%20efgh%20jklm', noPlace)).toBe('abcd efgh jklm');
});

test('no code is brought by nothing, nor by the way to a place on the page', () => {
  expect(broughtBy('', noPlace)).toBeUndefined();
  expect(broughtBy('#', noPlace)).toBeUndefined();
  expect(broughtBy('#main', (id) => id === 'main')).toBeUndefined();
});

test('what cannot be read is brought as it is, to be refused', () => {
  expect(broughtBy('#%E0%A4%A', noPlace)).toBe('%E0%A4%A');
});

test('the link of a message leads to the page in the language of the referral', () => {
  expect(betterPage('/referral', 'en')).toBe('/en/referral/');
  expect(betterPage('/referral', 'nb')).toBeUndefined();
});

test('a language that was chosen stays', () => {
  expect(betterPage('/referral/', 'en')).toBeUndefined();
  expect(betterPage('/nn/referral', 'en')).toBeUndefined();
  expect(pageIn('nb')).toBe('/referral/');
});
