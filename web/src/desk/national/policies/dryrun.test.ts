import { describe, expect, test } from 'vitest';
import { createI18n } from '../../app/i18n';
import { outcome } from '../fixtures';
import {
  FIRST_ORDER,
  hourRows,
  lossRows,
  orderOf,
  reallySentence,
  shareRows,
  summary,
  unknownSentences,
  waitRows,
} from './dryrun';
import { instantOfDraft, publicationFault } from './publication';

const nb = createI18n('nb');
const TODAY = '2026-11-28';
const results = [
  { version: 4, outcome: outcome({ mean_wait_s: 75, service_level: 0.7, abandoned: 12, refused: 4, at_home: 0.5 }) },
  { version: 3, outcome: outcome() },
];

describe('what a dry run asks for', () => {
  test('days of a kind', () => {
    expect(orderOf(FIRST_ORDER, TODAY)).toEqual({ days: { kind: 'normal', count: 5 } });
    const peak = { ...FIRST_ORDER, kind: 'peak' as const, days: '20' };
    expect(orderOf(peak, TODAY)).toEqual({ days: { kind: 'peak', count: 20 } });
  });

  test.each(['21', '0', '', '1.5'])('nothing while the number of days is wrong: "%s"', (days) => {
    expect(orderOf({ ...FIRST_ORDER, days }, TODAY)).toBeUndefined();
  });
});

describe('recorded days', () => {
  const recorded = (from: string, days: string) => orderOf({ ...FIRST_ORDER, which: 'recorded', from, days }, TODAY);

  test('up to yesterday, at most a month', () => {
    expect(recorded('2026-11-20', '8')).toEqual({ recorded_from: '2026-11-20', recorded_days: 8 });
    expect(recorded('2026-10-01', '31')).toEqual({ recorded_from: '2026-10-01', recorded_days: 31 });
  });

  test('none that are not over, and none without a date', () => {
    expect(recorded('2026-11-20', '9')).toBeUndefined();
    expect(recorded('', '1')).toBeUndefined();
    expect(recorded('2026-10-01', '32')).toBeUndefined();
  });

  test('how they went stands beside what a replay cannot know', () => {
    const really = {
      first_on: '2026-11-20',
      contacts: 120,
      answered: 110,
      asa_s: 20,
      mean_wait_s: 30,
      service_level: 0.9,
      patience_guessed: 110,
      work_guessed: 10,
      counsellors: 9,
    };
    expect(reallySentence(nb, really)).toBe(
      '120 henvendelser kom, 110 fikk svar, av 9 veiledere. Ventetiden var 30 sekunder i snitt, og 90\u00a0% fikk svar innen 1 minutt.',
    );
    expect(unknownSentences(nb, really)).toHaveLength(3);
    expect(unknownSentences(nb, { ...really, work_guessed: 0 })).toHaveLength(2);
  });
});

describe('what a dry run comes to', () => {
  test('sentences compare with the rules in force', () => {
    expect(summary(nb, { days: 5, recorded: false, results })).toEqual([
      'Ventetiden blir 1 minutt 15 sekunder i snitt, mot 40 sekunder med reglene som gjelder.',
      '70 % får svar innen 1 minutt, mot 80 %.'.replaceAll(' %', '\u00a0%'),
      '16 går fra køen eller slipper ikke inn, mot 10.',
      '50 % av dem som får svar, får det fra senteret i hjemfylket, mot 40 %.'.replaceAll(' %', '\u00a0%'),
    ]);
  });

  test('the rules in force alone are compared with nothing', () => {
    expect(summary(nb, { days: 5, recorded: false, results: results.slice(1) })).toHaveLength(1);
  });

  test('rows have a value of each policy', () => {
    expect(waitRows(nb, results)[0]).toMatchObject({ key: 'wait_p50_s', values: [10, 10] });
    expect(lossRows(nb, results).map(({ values }) => values)).toEqual([
      [0.12, 0.08],
      [0.04, 0.02],
    ]);
    expect(shareRows(results)).toEqual([{ key: 'Karriere Oslo', name: 'Karriere Oslo', values: [0.2, 0.25, 0.25] }]);
  });

  test('hours go from the first to the last in which something happens', () => {
    const hour = (at: number, contacts: number) => ({
      hour: at,
      contacts,
      answered: contacts,
      abandoned: 0,
      refused: 0,
      mean_wait_s: at,
    });
    const some = [{ version: 3, outcome: outcome({ hours: [hour(0, 0), hour(8, 3), hour(10, 1)] }) }];
    expect(hourRows(some, 'mean_wait_s').map(({ name, values }) => [name, ...values])).toEqual([
      ['08', 8],
      ['09', 0],
      ['10', 10],
    ]);
    expect(hourRows([{ version: 3, outcome: outcome() }], 'contacts')).toEqual([]);
  });
});

describe('when a policy is published', () => {
  test('a time is meant as the clock shows it in Norway', () => {
    expect(instantOfDraft({ when: 'at', date: '2026-12-01', time: '8:05' })).toBe('2026-12-01T07:05:00Z');
    expect(instantOfDraft({ when: 'now', date: '2026-12-01', time: '8:05' })).toBeUndefined();
  });

  test('it may not be missing, over or more than a year ahead', () => {
    const at = (date: string, time: string) => ({ when: 'at' as const, date, time });
    const now = Date.parse('2026-12-01T07:00:00Z');
    expect(publicationFault(at('2026-12-01', '25:00'), now)).toBe('missing');
    expect(publicationFault(at('', '08:00'), now)).toBe('missing');
    expect(publicationFault(at('2026-12-01', '08:00'), now)).toBe('past');
    expect(publicationFault(at('2026-12-01', '08:01'), now)).toBeUndefined();
    expect(publicationFault(at('2027-12-01', '08:00'), now)).toBeUndefined();
    expect(publicationFault(at('2027-12-03', '08:00'), now)).toBe('far');
    expect(publicationFault({ when: 'now', date: '', time: '' }, now)).toBeUndefined();
  });
});
