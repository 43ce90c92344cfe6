import { expect, test } from 'vitest';
import { createI18n } from '../../app/i18n';
import type { Forecast, ForecastDay } from '../shapes';
import { accuracySentences, basisSentences, dayState, dayText, noteSentences, weekSentences } from './words';

const nb = createI18n('nb');

const plain = (sentences: readonly string[]) => sentences.map((one) => one.replaceAll('\u00a0', ' '));

function forecast(more: Partial<Forecast> = {}): Forecast {
  return {
    channel: 'chat',
    from: '2026-11-28',
    days: 28,
    history: {
      first_on: '2026-08-22',
      last_on: '2026-11-27',
      open_days: 70,
      needed_days: 14,
      own_contacts: 4200,
      imported_contacts: 0,
    },
    basis: {
      work_s: 1010,
      work_measured: true,
      talks: 900,
      wrap_up_s: 120,
      patience_s: 600,
      patience_measured: false,
      left: 12,
      at_once: 2,
      within_s: 60,
      answered: 0.8,
      abandoned: 0.03,
    },
    notes: [],
    items: [],
    centres: [],
    ...more,
  };
}

function day(more: Partial<ForecastDay> = {}): ForecastDay {
  return {
    on: '2026-11-30',
    closed: false,
    contacts: { mean: 80.4, low: 60, high: 99 },
    needed_hours: 30,
    planned_hours: 20.5,
    missing_hours: 9.5,
    spare_hours: 0,
    half_hours: [],
    ...more,
  };
}

test('the error is told in words, and where too few came to tell', () => {
  const told = accuracySentences(nb, {
    forecasts: 8,
    first_on: '2026-10-01',
    last_on: '2026-11-27',
    off: 0.18,
    last_week_off: 0.27,
    bias: -0.03,
    covered: 0.79,
    half_hours_off: 0.61,
    parts: [
      { part: 'morning', contacts: 900, off: 0.2 },
      { part: 'afternoon', contacts: 800, off: 0.22 },
      { part: 'evening', contacts: 12 },
    ],
  });
  expect(plain(told)).toEqual([
    'Fra 1. oktober 2026 til 27. november 2026 bommet prognosen med 18 % i snitt for hele dager, laget én til to uker i forveien.',
    '«Som samme ukedag sist» bommet med 27 %.',
    'Det ble ventet 3 % for få.',
    '79 % av dagene lå innenfor det som var ventet 8 av 10 ganger.',
    'Før kl. 12: bommet med 20 %.',
    'Kl. 12 til 16: bommet med 22 %.',
    'Etter kl. 16: for få henvendelser til å si noe.',
    'Enkelte halvtimer er mye mer usikre: 61 %.',
  ]);
});

test('what is assumed is said among the notes, what is measured among the grounds', () => {
  const told = forecast({ notes: ['no_history', 'patience_assumed'] });
  expect(noteSentences(nb, told)).toEqual([
    'For få har gitt opp til å måle tålmodighet. Vi regner med 10 minutter i snitt.',
  ]);
  const grounds = basisSentences(nb, told);
  expect(grounds.some((one) => one.startsWith('En henvendelse er 16 minutter 50 sekunder arbeid'))).toBe(true);
  expect(grounds.some((one) => one.includes('gir opp etter'))).toBe(false);
});

test('a week and its days tell what is missing', () => {
  expect(plain(weekSentences(nb, [day()]))).toEqual([
    '80 henvendelser ventes. Det krever 30 veiledertimer. Vaktplanene har 20,5 timer.',
    '9,5 timer mangler i halvtimene der planene har for få.',
  ]);
  const contacts = { mean: 3, low: 1, high: 6 };
  const short = { half_hour: 21, open: true, contacts, needed: 3, needed_high: 4, planned: 1, missing: 2 };
  expect(dayState(nb, day({ half_hours: [short] }))).toBe('Mangler 9,5 timer, mest fra 10:30');
  expect(dayState(nb, day({ closed: true }))).toBe('Stengt');
  expect(dayState(nb, day({ missing_hours: 0 }))).toBe('Dekket');
  expect(dayText(nb, '2026-11-30')).toBe('Mandag 30.11.');
});
