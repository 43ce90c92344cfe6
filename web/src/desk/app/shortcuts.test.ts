import { expect, test } from 'vitest';
import { actionOf } from './shortcuts';

const stroke = (key: string, part: Partial<Parameters<typeof actionOf>[0]> = {}) => ({
  key,
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...part,
});

test('Alt and a letter ask for their action, also while writing', () => {
  expect(actionOf(stroke('a', { altKey: true }), true, false)).toEqual({ name: 'accept' });
  expect(actionOf(stroke('o', { altKey: true }), false, false)).toEqual({ name: 'transfer' });
});

test('Alt and a digit go to that chat by the place of the key', () => {
  expect(actionOf(stroke('¡', { altKey: true, code: 'Digit1' }), true, false)).toEqual({ name: 'chat', number: 1 });
  expect(actionOf(stroke('0', { altKey: true, code: 'Digit0' }), true, false)).toBeUndefined();
});

test('on a Mac, where Alt changes the character, the place of the key decides', () => {
  expect(actionOf(stroke('å', { altKey: true, code: 'KeyA' }), false, false)).toEqual({ name: 'accept' });
});

test('AltGr, Ctrl and Shift belong to the keyboard, the browser and the screen reader', () => {
  expect(actionOf(stroke('a', { altKey: true }), false, true)).toBeUndefined();
  expect(actionOf(stroke('a', { altKey: true, ctrlKey: true }), false, false)).toBeUndefined();
  expect(actionOf(stroke('a', { altKey: true, shiftKey: true }), false, false)).toBeUndefined();
  expect(actionOf(stroke('a'), false, false)).toBeUndefined();
});

test('a question mark asks for help only outside text fields', () => {
  expect(actionOf(stroke('?', { shiftKey: true }), false, false)).toEqual({ name: 'help' });
  expect(actionOf(stroke('?', { shiftKey: true }), true, false)).toBeUndefined();
});

test.each(['f', 'e', 'v', 'h', 'b', 't', 'd'])('Alt+%s is left to the browser', (key) => {
  expect(actionOf(stroke(key, { altKey: true }), false, false)).toBeUndefined();
});
