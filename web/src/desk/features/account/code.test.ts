import { expect, test } from 'vitest';
import { codeFault, digitsOf } from './code';

test('a code may be typed with spaces', () => {
  expect(digitsOf(' 123 456 ')).toBe('123456');
  expect(codeFault('123 456', true)).toBeUndefined();
});

test('a half-typed code is no fault until it is sent', () => {
  expect(codeFault('', false)).toBeUndefined();
  expect(codeFault('123', false)).toBeUndefined();
  expect(codeFault('', true)).toBe('missing');
  expect(codeFault('123', true)).toBe('bad');
});

test('what can become no code is said at once', () => {
  expect(codeFault('12a', false)).toBe('bad');
  expect(codeFault('1234567', false)).toBe('bad');
});
