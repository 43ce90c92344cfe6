import { describe, expect, test } from 'vitest';
import { same } from '../../admin/parts/merge';
import { createI18n } from '../../app/i18n';
import { RULES_IN_FORCE } from '../fixtures';
import { ALL_RULES, cautionsOf, draftOf, faultsOf, fieldsOf, fieldsOfDraft, withFields } from './rules';
import { differencesOf, differenceText, isRefused, refusedRules, ruleName, ruleText, secondsText } from './words';

const nb = createI18n('nb');
const draft = draftOf(RULES_IN_FORCE);

describe('rules as a form', () => {
  test('a draft reads back as what it was made from', () => {
    expect(fieldsOfDraft(draft)).toEqual(fieldsOf(RULES_IN_FORCE));
    expect(withFields(RULES_IN_FORCE, fieldsOfDraft(draft))).toEqual({
      ...RULES_IN_FORCE,
      overflow_choices: ['callback', 'message'],
    });
  });

  test('choices are the same in any order', () => {
    const other = { ...RULES_IN_FORCE, overflow_choices: RULES_IN_FORCE.overflow_choices.toReversed() };
    expect(same(fieldsOf(other), fieldsOf(RULES_IN_FORCE))).toBe(true);
  });

  test('what is typed gets to its place, and an empty optional rule goes away', () => {
    const fields = fieldsOfDraft({
      ...draft,
      'offer_timeout_s.chat': ' 45 ',
      'callback.most_open': '',
      queue_cap: '60',
      'weights.phone': '3',
    });
    const rules = withFields(RULES_IN_FORCE, fields);
    expect(rules.offer_timeout_s).toEqual({ ...RULES_IN_FORCE.offer_timeout_s, chat: 45 });
    expect(rules.callback).toEqual({ wait_exceeds_s: 300 });
    expect(rules.queue_cap).toBe(60);
    expect(rules.weights.phone).toEqual({ units: 3 });
  });

  test('rules that are not known here stay', () => {
    const more = { ...RULES_IN_FORCE, surge: { from_s: 5 } };
    expect(withFields(more, fieldsOf(more))).toMatchObject({ surge: { from_s: 5 } });
  });

  test('rules in force have no faults', () => {
    expect(faultsOf(draft).size).toBe(0);
  });

  test.each([
    ['offer_timeout_s.chat', '0'],
    ['offer_timeout_s.chat', '3601'],
    ['widening_to_region_s', ''],
    ['widening_to_region_s', '1.5'],
    ['fairness_weight', '1001'],
    ['bands.ordinary', '10'],
    ['callback.wait_exceeds_s', ''],
    ['queue_cap', '0'],
    ['information_s', '0'],
    ['guidance_s', 'mye'],
  ])('%s may not be "%s"', (path, value) => {
    expect([...faultsOf({ ...draft, [path]: value })]).toEqual([[path, 'bounds']]);
  });

  test('the country may not be reached before the region', () => {
    const faults = (region: string, all: string) =>
      Object.fromEntries(faultsOf({ ...draft, widening_to_region_s: region, widening_to_all_s: all }));
    expect(faults('30', '29')).toEqual({ widening_to_all_s: 'below_region' });
    expect(faults('30', '30')).toEqual({});
    expect(faults('30', '')).toEqual({ widening_to_all_s: 'bounds' });
  });

  test('those who are refused must be offered something', () => {
    const none = { ...draft, queue_cap: '60', overflow_choices: [] };
    expect([...faultsOf({ ...none, at_cap: 'refuse' })]).toEqual([['overflow_choices', 'nothing_offered']]);
    expect(faultsOf({ ...none, at_cap: 'warn' }).size).toBe(0);
    expect(faultsOf({ ...none, at_cap: 'refuse', queue_cap: '' }).size).toBe(0);
  });

  test('what costs is said before it is saved', () => {
    const with_ = (more: Record<string, unknown>) => cautionsOf({ ...fieldsOf(RULES_IN_FORCE), ...more });
    expect(with_({})).toEqual([]);
    expect(with_({ widening_to_all_s: 60 })).toEqual(['holding_back']);
    expect(with_({ widening_to_region_s: 30, widening_to_all_s: 30 })).toEqual(['holding_back']);
    expect(with_({ queue_cap: 60, at_cap: 'refuse' })).toEqual(['refusing']);
  });
});

describe('rules in words', () => {
  test('every rule has a name and can be told', () => {
    const fields = fieldsOf(RULES_IN_FORCE);
    for (const { path } of ALL_RULES) {
      expect(ruleName(nb, path)).not.toContain('_');
      expect(ruleText(nb, path, fields[path])).not.toMatch(/[_{]/);
    }
  });

  test('differences name the rule, the value before and the value after', () => {
    const after = fieldsOfDraft({
      ...draft,
      'offer_timeout_s.chat': '75',
      'weights.phone': '3',
      queue_cap: '60',
      at_cap: 'refuse',
      overflow_choices: [],
    });
    expect(differencesOf(RULES_IN_FORCE, after).map((one) => differenceText(nb, one))).toEqual([
      'Svarfrist, Chat: fra 30 sekunder til 1 minutt 15 sekunder.',
      'Plass, Telefon: fra hele veilederen til 3 enheter.',
      'Lengste kø: fra ikke satt til 60.',
      'Når køen er full: fra «Si fra, men ta imot» til «Ta ikke imot flere».',
      'Tilbud til den som ikke kan vente: fra Tilbakeringing, Beskjed til ingen.',
    ]);
  });

  test('times are exact', () => {
    expect([0, 59, 60, 150].map((seconds) => secondsText(nb, seconds))).toEqual([
      '0 sekunder',
      '59 sekunder',
      '1 minutt',
      '2 minutter 30 sekunder',
    ]);
  });

  test('errors of the server are shown at their rules, also when they are about what is above', () => {
    const rule = (path: string) => {
      const found = ALL_RULES.find((one) => one.path === path);
      if (!found) throw new Error(path);
      return found;
    };
    const refused = refusedRules([
      { field: 'rules.offer_timeout_s.chat' },
      { field: 'rules.bands' },
      { field: 'note' },
    ]);
    expect(isRefused(refused, rule('offer_timeout_s.chat'))).toBe(true);
    expect(isRefused(refused, rule('offer_timeout_s.phone'))).toBe(false);
    expect(isRefused(refused, rule('bands.transferred'))).toBe(true);
    expect(refused.has('note')).toBe(true);
  });
});
