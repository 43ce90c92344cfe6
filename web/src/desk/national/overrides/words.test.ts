import { expect, test } from 'vitest';
import { createI18n } from '../../app/i18n';
import { endText, targetText } from './words';

const nb = createI18n('nb');
const centres = [{ id: 'ctr_1', name: 'Karriere Oslo' }];

test('what a decision is about has a name', () => {
  expect(targetText(nb, 'queue', centres)).toBe('Hele den nasjonale køen');
  expect(targetText(nb, 'chat', centres)).toBe('Den nasjonale køen på Chat');
  expect(targetText(nb, 'ctr_1', centres)).toBe('Karriere Oslo');
  expect(targetText(nb, 'ctr_2', centres)).toBe('ctr_2');
});

test('a decision says how long it lasts', () => {
  expect(endText(nb, {})).toBe('Til det tas tilbake');
  expect(endText(nb, { ends_at: '2026-11-23T23:00:00Z' })).toContain('24.11.2026');
});
