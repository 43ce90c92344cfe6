import { expect, test } from 'vitest';
import { given, lacksMain, nearest, textsOf } from './texts';

test('only what is written is sent', () => {
  expect(given({ ...textsOf({ nb: ' Heis ' }), en: '  ' })).toEqual({ nb: 'Heis' });
});

test('a text needs bokmål or nynorsk as soon as another language has it', () => {
  expect(lacksMain(textsOf({}))).toBe(false);
  expect(lacksMain(textsOf({ en: 'Lift' }))).toBe(true);
  expect(lacksMain(textsOf({ en: 'Lift', nn: 'Heis' }))).toBe(false);
});

test('what a language lacks is told in the nearest one', () => {
  expect(nearest({ nn: 'Heis', en: 'Lift' }, 'nb')).toBe('Heis');
  expect(nearest({}, 'nb')).toBeUndefined();
});
