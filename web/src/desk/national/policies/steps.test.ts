import { expect, test } from 'vitest';
import { createI18n } from '../../app/i18n';
import type { PolicyCard } from '../shapes';
import { stepsFor, storyOf } from './steps';

const nb = createI18n('nb');
const all = () => true;
const at = '2026-11-27T10:00:00Z';

test('a draft is published, or approved by a second person first', () => {
  expect(stepsFor({ state: 'draft', version: 4 }, false, all)).toEqual(['publish', 'delete']);
  expect(stepsFor({ state: 'draft', version: 4 }, true, all)).toEqual(['approve', 'publish', 'delete']);
  expect(stepsFor({ state: 'draft', version: 4, approved_at: at }, true, all)).toEqual(['publish', 'delete']);
});

test('what is scheduled is taken back, what was in force is taken into use again', () => {
  expect(stepsFor({ state: 'scheduled', version: 4 }, true, all)).toEqual(['unschedule']);
  expect(stepsFor({ state: 'earlier', version: 2 }, true, all)).toEqual(['roll_back']);
  expect(stepsFor({ state: 'earlier', version: 0 }, true, all)).toEqual(['roll_back']);
  expect(stepsFor({ state: 'in_force', version: 3 }, true, all)).toEqual([]);
});

test('only what the account may do', () => {
  expect(stepsFor({ state: 'draft', version: 4 }, true, (action) => action === 'policy:approve')).toEqual(['approve']);
});

test('who changed a draft last is told, and why a version was brought back', () => {
  const draft: PolicyCard = { version: 4, state: 'draft', note: '', changed_at: at, changed_by: 'Per' };
  expect(storyOf(nb, draft)).toEqual(['Sist endret 27.11.2026, 11:00 av Per.']);
  const back: PolicyCard = { version: 2, state: 'in_force', note: '', takes_effect_at: at, reason: 'For lang kø' };
  expect(storyOf(nb, back).at(-1)).toBe('Tatt i bruk igjen med begrunnelsen «For lang kø».');
});

test('the story of a version is told in order', () => {
  const card: PolicyCard = {
    version: 4,
    state: 'scheduled',
    note: '',
    based_on: 0,
    created_at: at,
    created_by: 'Solveig',
    approved_at: at,
    approved_by: 'Per',
    published_by: 'Solveig',
    takes_effect_at: '2026-12-01T07:00:00Z',
  };
  expect(storyOf(nb, card)).toEqual([
    'Laget 27.11.2026, 11:00 av Solveig.',
    'Bygger på: Innebygde regler.',
    'Godkjent 27.11.2026, 11:00 av Per.',
    'Gjelder fra 01.12.2026, 08:00, planlagt av Solveig.',
  ]);
});
