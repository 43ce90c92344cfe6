import { describe, expect, test } from 'vitest';
import { createI18n } from '../../app/i18n';
import { CAUSES, type Decision, type Explanation, type Judged } from '../shapes';
import { consideredText, exclusionsOf, found, judgedText, nowText, offerText } from './words';

const nb = createI18n('nb');
const decision: Decision = {
  at: '2026-11-27T10:00:00Z',
  alias: 'Kari',
  centre: 'Karriere Vestland',
  outcome: 'accepted',
  rule: 'share',
  new_round: false,
  policy_version: '3',
  considered: 12,
  exclusions: { language: 3, unavailable: 7 },
  judged: [],
};
const judged: Judged[] = [
  { alias: 'Ola', centre: 'Karriere Oslo', cause: 'language', chosen: false },
  { alias: 'Berit', centre: 'Karriere Oslo', chosen: false },
  { alias: 'Kari', centre: 'Karriere Vestland', chosen: true },
];

describe('an explanation in words', () => {
  test('who was offered the contact, by which rule, and why the others were not', () => {
    expect(offerText(nb, decision)).toBe(
      'Tilbudt Kari ved Karriere Vestland, fordi senteret lå lengst under sin avtalte andel.',
    );
    expect(consideredText(nb, decision.considered, decision.exclusions)).toBe(
      '12 veiledere vurdert; 7 utilgjengelige, 3 uten språket.',
    );
    expect(consideredText(nb, 1, {})).toBe('1 veileder vurdert.');
  });

  test('that somebody had it who has left since', () => {
    expect(offerText(nb, { ...decision, alias: '', centre: '' })).toBe(
      'Tilbudt en som har sluttet, fordi senteret lå lengst under sin avtalte andel.',
    );
  });

  test('every cause has a sentence', () => {
    for (const cause of CAUSES) {
      expect(judgedText(nb, { alias: 'A', centre: 'B', cause, chosen: false })).toMatch(/^[A-ZÆØÅ].*\.$/);
    }
    expect(judgedText(nb, { alias: 'A', centre: 'B', chosen: true })).toBe('Fikk tilbudet.');
  });

  test('why somebody waits', () => {
    const waiting: Explanation = { state: 'waiting', judged: [] };
    expect(nowText(nb, { ...waiting, judged: [] })).toContain('ingen veiledere er på vakt');
    expect(nowText(nb, { ...waiting, judged: judged.slice(0, 1) })).toContain('den ene veilederen');
    expect(nowText(nb, { ...waiting, judged })).toContain('2 veiledere kan ta henvendelsen');
    expect(nowText(nb, { ...waiting, judged, offered_to: { alias: 'Kari', centre: 'Karriere Oslo' } })).toBe(
      'Venter på svar fra Kari ved Karriere Oslo.',
    );
    expect(nowText(nb, { state: 'active', judged: [] })).toBe('Samtalen er i gang.');
  });

  test('somebody is found by alias or centre, those who could have had it first', () => {
    expect(found(judged, '').map(({ alias }) => alias)).toEqual(['Kari', 'Berit', 'Ola']);
    expect(found(judged, ' OSLO ').map(({ alias }) => alias)).toEqual(['Berit', 'Ola']);
    expect(found(judged, 'kari').map(({ alias }) => alias)).toEqual(['Kari']);
    expect(found(judged, 'nobody')).toEqual([]);
  });

  test('causes are counted', () => {
    expect(exclusionsOf([...judged, { alias: 'X', centre: 'Y', cause: 'language', chosen: false }])).toEqual({
      language: 2,
    });
  });
});
