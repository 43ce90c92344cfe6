import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../i18n/catalogue';
import { createI18n } from '../../app/i18n';
import { deedsOf, deedText, pathText, targetText, valueText } from './words';

const nb = createI18n('nb');

describe('the words of the log', () => {
  test('an action is told in words, whatever stands between noun and verb; an unknown one as it is', () => {
    expect(deedText(nb, 'hours:replace')).toBe('Endret åpningstidene');
    expect(deedText(nb, 'hours.replace')).toBe('Endret åpningstidene');
    expect(deedText(nb, 'agreement:sign')).toBe('agreement:sign');
  });

  test('actions that were met are chosen by the word they have in the log', () => {
    const deeds = deedsOf(['hours.replace', 'agreement:sign']);
    expect(deeds).toContain('hours.replace');
    expect(deeds).not.toContain('hours:replace');
    expect(deeds).toContain('agreement:sign');
  });

  test('places are named by what they are', () => {
    expect(pathText(nb, ['name'])).toBe('Navn');
    expect(pathText(nb, ['national/chat/1'])).toBe('Mandag: Chat, nasjonal kø');
    expect(pathText(nb, [])).toBe('Oppføring');
    expect(pathText(nb, ['names', 'nn'])).toContain('ynorsk');
    expect(targetText(nb, 'queue')).toBe('Hele den nasjonale køen');
    expect(targetText(nb, 'ctr_1')).toBe('ctr_1');
  });

  test('values are told in the words of their field', () => {
    expect(valueText(nb, 'languages', ['nb', 'se'])).toBe('Bokmål, Nordsamisk');
    expect(valueText(nb, 'name', 'nb')).toBe('nb');
    expect(valueText(nb, 'language', 'nb')).toBe('Bokmål');
    expect(valueText(nb, 'mode', 'closed')).toBe('Stengt');
    expect(valueText(nb, 'target', 'queue')).toBe('Hele den nasjonale køen');
    expect(valueText(nb, 'date', '2026-12-24')).toBe('24. desember 2026');
    expect(valueText(nb, 'channels', ['chat', 'phone'])).toBe('Chat, Telefon');
    expect(valueText(nb, 'starts_at', '2026-12-24T08:00:00Z')).toBe('24.12.2026, 09:00:00');
    expect(valueText(nb, 'closed', true)).toBe('ja');
    expect(valueText(nb, 'x', [])).toBe('–');
    expect(valueText(nb, 'intervals', [])).toBe('Stengt');
    expect(
      valueText(nb, 'intervals', [
        ['09:00', '11:30'],
        ['12:00', '15:30'],
      ]),
    ).toBe('09:00–11:30, 12:00–15:30');
    expect(valueText(nb, 'x', { name: 'A', other: null, local_reserve: 2 })).toBe('Navn: A; Lokal reserve: 2');
  });

  test('what is done to partners is told in words, in every language', () => {
    const verbs = ['create', 'update', 'suspend', 'resume', 'key_create', 'key_delete'];
    const deeds = [...verbs.map((verb) => `partner:${verb}`), 'own:key_create', 'own:key_delete'];
    for (const language of LANGUAGES) {
      const i18n = createI18n(language);
      for (const deed of deeds) expect(deedText(i18n, deed)).not.toBe(deed);
      for (const word of [
        'organisation',
        'environment',
        'scopes',
        'centres',
        'quota',
        'kid',
        'algorithm',
        'not_after',
      ]) {
        expect(i18n.name('desk.admin.word', word)).not.toBe(word);
      }
    }
    expect(deedText(nb, 'partner:suspend')).toBe('Stengte en partner ute');
    expect(valueText(nb, 'state', 'suspended')).toBe('Stengt ute');
    expect(valueText(nb, 'state', 'withdrawn')).toBe('Trukket');
    expect(valueText(nb, 'environment', 'sandbox')).toBe('Test');
    expect(valueText(nb, 'scopes', ['referral.write', 'openid'])).toBe('Henvisninger (referral.write), openid');
    expect(valueText(nb, 'centres', 'all')).toBe('Alle sentre, også nye');
    expect(valueText(nb, 'quota', 'small')).toBe('60 kall i minuttet');
    expect(valueText(nb, 'not_after', '2026-12-24T08:00:00Z')).toBe('24.12.2026, 09:00:00');
  });

  test('hours are one phrase', () => {
    const interval = {
      queue: 'national',
      channel: 'chat',
      weekday: 1,
      opens: '09:00',
      closes: '15:30',
      valid_from: null,
    };
    expect(valueText(nb, undefined, interval)).toBe('mandag 09:00–15:30, Chat, nasjonal kø');
    expect(valueText(nb, 'intervals', [{ opens: '22:00', closes: '02:00', closes_next_day: true }])).toBe(
      '22:00–02:00 (neste dag)',
    );
  });
});
