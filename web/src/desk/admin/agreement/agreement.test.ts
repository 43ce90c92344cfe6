import { expect, test } from 'vitest';
import { createI18n } from '../../app/i18n';
import type { Agreement } from '../shapes';
import { EMPTY, isLastDay, isReason, minutesOf, proposalFaults, proposalOf } from './draft';
import { sorted, standingOf } from './order';
import { renewed } from './useAgreements';
import { periodText, storyOf, termsText } from './words';

const TODAY = '2026-11-23';
const agreement = (more: Partial<Agreement> = {}): Agreement => ({
  id: `agr_${more.valid_from ?? ''}`,
  channel: 'chat',
  share: 15,
  weekly_minutes: 900,
  valid_from: '2026-01-01',
  state: 'accepted',
  proposed_by: 'national',
  proposed_at: '2025-12-01T09:00:00Z',
  national_accepted_at: '2025-12-01T09:00:00Z',
  centre_accepted_at: '2025-12-05T09:00:00Z',
  ...more,
});

test('hours are read with comma or point and nothing else', () => {
  expect(['7,5', '7.5', ' 20 ', '0', '0,25'].map(minutesOf)).toEqual([450, 450, 1200, 0, 15]);
  expect(['', '-1', '1e3', '7,555', '2401', 'ti'].map(minutesOf)).toEqual(Array(6).fill(undefined));
});

test('a proposal is sent with hours or with a share, and without an empty last day', () => {
  const draft = { ...EMPTY, hours: '7,5', share: '3', from: '2027-01-01' };
  expect(proposalOf(draft)).toEqual({ channel: 'chat', weekly_minutes: 450, valid_from: '2027-01-01' });
  expect(proposalOf({ ...draft, by: 'share', until: '2027-06-30' })).toEqual({
    channel: 'chat',
    share: 3,
    valid_from: '2027-01-01',
    valid_until: '2027-06-30',
  });
});

test('what makes no sense is told while it is written', () => {
  expect([...proposalFaults(EMPTY, TODAY)]).toEqual(['hours_bad', 'from_missing']);
  const draft = { ...EMPTY, by: 'share' as const, share: '1,5', from: '2026-11-22', until: '2026-11-01' };
  expect([...proposalFaults(draft, TODAY)]).toEqual(['share_bad', 'from_past', 'until_early']);
  expect(proposalFaults({ ...EMPTY, hours: '0', from: TODAY, until: TODAY }, TODAY).size).toBe(0);
});

test('notice is for a day that is not past and before the agreement ends by itself', () => {
  expect(isLastDay(TODAY, TODAY, undefined)).toBe(true);
  expect(isLastDay('2026-11-22', TODAY, undefined)).toBe(false);
  expect(isLastDay('2026-12-31', TODAY, '2026-12-31')).toBe(false);
  expect([' ', 'x'.repeat(301), 'færre veiledere'].map(isReason)).toEqual([false, false, true]);
});

test('an accepted agreement stands by its dates', () => {
  const standing = (more: Partial<Agreement>) => standingOf(agreement(more), TODAY);
  expect(standing({})).toBe('in_force');
  expect(standing({ valid_until: TODAY })).toBe('in_force');
  expect(standing({ valid_until: '2026-11-22' })).toBe('over');
  expect(standing({ valid_from: '2026-11-24' })).toBe('coming');
  expect(standing({ valid_from: '2026-11-24', state: 'replaced' })).toBe('replaced');
});

test('what waits, what holds and what has been are apart', () => {
  const items = [
    agreement({ valid_from: '2027-01-01', state: 'proposed' }),
    agreement({ valid_from: '2026-06-01' }),
    agreement({ valid_from: '2025-01-01', valid_until: '2026-05-31' }),
    agreement({ valid_from: '2026-02-01', state: 'declined' }),
  ];
  const { open, agreed, past } = sorted(items, TODAY);
  expect([open, agreed, past].map((list) => list.map((one) => one.valid_from))).toEqual([
    ['2027-01-01'],
    ['2026-06-01'],
    ['2026-02-01', '2025-01-01'],
  ]);
});

test('an agreement reads as a sentence, and who said what in order', () => {
  const i18n = createI18n('nb');
  expect(termsText(i18n, agreement())).toBe('15 timer i uken (andel 15)');
  expect(termsText(i18n, agreement({ share: 0, weekly_minutes: 0 }))).toBe('ingen timer og ingen andel');
  expect(periodText(i18n, agreement())).toBe('Fra 1. januar 2026 til videre');
  const ended = agreement({ closed_by: 'centre', closed_at: '2026-11-02T09:00:00Z', reason: 'færre veiledere' });
  expect(storyOf(i18n, ended)).toEqual([
    'Den nasjonale tjenesten foreslo 01.12.2025.',
    'Senteret godtok 05.12.2025.',
    'Senteret sa opp 02.11.2026: færre veiledere',
  ]);
});

test('a proposal taken back can be made again as it was', () => {
  expect(renewed(agreement({ valid_until: '2026-12-31' }))).toEqual({
    channel: 'chat',
    share: 15,
    weekly_minutes: 900,
    valid_from: '2026-01-01',
    valid_until: '2026-12-31',
  });
});
