import { expect, test } from 'vitest';
import { groupedNumber, isToldAtOnce, numberFault, plainNumber } from './organisation';

test.each(['991825827', '958 935 420', ' 821311632', '817920632'])('%s is a real number', (text) => {
  expect(numberFault(text, 'production')).toBeUndefined();
});

test('a number of a test population is for the sandbox', () => {
  expect(numberFault('310715018', 'sandbox')).toBeUndefined();
  expect(numberFault('310715018', 'production')).toBe('made_up');
});

test.each([
  ['', 'missing'],
  ['98765432', 'short'],
  ['9918258270', 'long'],
  ['991825828', 'wrong'],
  ['991825837', 'wrong'],
  ['99182582x', 'digits'],
  ['NO991825827', 'digits'],
  ['000000000', 'wrong'],
  ['٩٩١٨٢٥٨٢٧', 'digits'],
] as const)('%s is told as %s', (text, fault) => {
  expect(numberFault(text, 'sandbox')).toBe(fault);
});

test('one wrong digit is always noticed', () => {
  const right = '991825827';
  const typed = Array.from({ length: right.length * 10 }, (_, index) => {
    const place = Math.floor(index / 10);
    return right.slice(0, place) + String(index % 10) + right.slice(place + 1);
  });
  const taken = typed.filter((number) => numberFault(number, 'sandbox') === undefined);
  expect(new Set(taken)).toEqual(new Set([right]));
});

test('who still types is not disturbed', () => {
  expect((['missing', 'short'] as const).map(isToldAtOnce)).toEqual([false, false]);
  expect((['digits', 'long', 'wrong', 'made_up'] as const).every(isToldAtOnce)).toBe(true);
});

test('a number is sent plain and read in groups', () => {
  expect(plainNumber(' 991 825\u00a0827 ')).toBe('991825827');
  expect(groupedNumber('991825827')).toBe('991\u00a0825\u00a0827');
});
