import { wholeNumber } from '../../admin/centre/draft';
import type { I18n } from '../../app/i18n';
import { percentText } from '../parts/numbers';
import type { BarRow } from '../parts/PairBars';
import type { DayKind, DryRun, DryRunOrder, HourOutcome, Outcome, Really } from '../shapes';
import { secondsText } from './words';

export const KINDS = ['small', 'normal', 'peak'] as const satisfies readonly DayKind[];
export const MOST_DAYS = 20;
export const MOST_RECORDED = 31;

/** On which days a policy is to be tried, while it is chosen. */
export interface OrderDraft {
  which: 'simulated' | 'recorded';
  kind: DayKind;
  days: string;
  /** The first recorded day. */
  from: string;
}

export const FIRST_ORDER: OrderDraft = { which: 'simulated', kind: 'normal', days: '5', from: '' };

export function mostDays({ which }: OrderDraft): number {
  return which === 'recorded' ? MOST_RECORDED : MOST_DAYS;
}

export function daysOf(draft: OrderDraft): number | undefined {
  const days = wholeNumber(draft.days, mostDays(draft));
  return days === 0 ? undefined : days;
}

/** The date so many days later. */
export function dateLater(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Whether recorded days begin with a date and are all over. */
export function isOver({ from }: OrderDraft, days: number, today: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(from) && dateLater(from, days) <= today;
}

/** What to ask for; nothing while a field is out of its bounds. */
export function orderOf(draft: OrderDraft, today: string): DryRunOrder | undefined {
  const days = daysOf(draft);
  if (days === undefined) return undefined;
  if (draft.which === 'simulated') return { days: { kind: draft.kind, count: days } };
  return isOver(draft, days, today) ? { recorded_from: draft.from, recorded_days: days } : undefined;
}

type Of = (outcome: Outcome) => number | undefined;

/** One value of each result. */
function values(results: DryRun['results'], of: Of): (number | undefined)[] {
  return results.map(({ outcome }) => of(outcome));
}

const WAITS = [
  'wait_p50_s',
  'wait_p75_s',
  'wait_p90_s',
  'wait_p95_s',
  'wait_p99_s',
  'mean_wait_s',
  'asa_s',
] as const satisfies readonly (keyof Outcome)[];

export function waitRows({ t }: I18n, results: DryRun['results']): BarRow[] {
  return WAITS.map((one) => ({
    key: one,
    name: t(`desk.policy.outcome.${one}`),
    values: values(results, (outcome) => outcome[one]),
  }));
}

/** How many went without an answer, as parts of all who came. */
export function lossRows({ t }: I18n, results: DryRun['results']): BarRow[] {
  return (['abandoned', 'refused'] as const).map((one) => ({
    key: one,
    name: t(`desk.policy.outcome.${one}`),
    values: values(results, (outcome) => (outcome.contacts === 0 ? 0 : outcome[one] / outcome.contacts)),
  }));
}

/** The centres of all results, in the order of the first. */
function centreNames(results: DryRun['results']): string[] {
  return [...new Set(results.flatMap(({ outcome }) => outcome.centres.map(({ name }) => name)))];
}

/** What each centre has agreed to, and the share it gets by each policy. */
export function shareRows(results: DryRun['results']): BarRow[] {
  return centreNames(results).map((name) => {
    const of = ({ centres }: Outcome) => centres.find((one) => one.name === name);
    const [first] = results;
    return {
      key: name,
      name,
      values: [first && of(first.outcome)?.agreed, ...values(results, (outcome) => of(outcome)?.share)],
    };
  });
}

/** How busy each centre's counsellors are by each policy. */
export function loadRows(results: DryRun['results']): BarRow[] {
  return centreNames(results).map((name) => ({
    key: name,
    name,
    values: values(results, ({ centres }) => centres.find((one) => one.name === name)?.occupancy),
  }));
}

export const HOUR_FIGURES = ['mean_wait_s', 'contacts', 'answered', 'abandoned', 'refused'] as const;
export type HourFigure = (typeof HOUR_FIGURES)[number];

/** The hours in which something happens, and a figure of each. */
export function hourRows(results: DryRun['results'], figure: HourFigure): BarRow[] {
  const busy = results
    .flatMap(({ outcome }) => outcome.hours)
    .filter(({ contacts }) => contacts > 0)
    .map(({ hour }) => hour);
  if (busy.length === 0) return [];
  const first = Math.min(...busy);
  return Array.from({ length: Math.max(...busy) - first + 1 }, (_, place) => {
    const hour = first + place;
    const of = (hours: readonly HourOutcome[]) => hours.find((one) => one.hour === hour)?.[figure] ?? 0;
    return {
      key: String(hour),
      name: String(hour).padStart(2, '0'),
      values: values(results, ({ hours }) => of(hours)),
    };
  });
}

/** What the numbers come to, in sentences. The first result is the one that was asked for. */
export function summary(i18n: I18n, { results }: DryRun): string[] {
  const { t, language } = i18n;
  const [asked, other] = results;
  if (!asked) return [];
  const wait = secondsText(i18n, Math.round(asked.outcome.mean_wait_s));
  const level = percentText(asked.outcome.service_level, language);
  const within = secondsText(i18n, asked.outcome.prompt_s);
  if (!other) return [t('desk.policy.summary_alone', { wait, level, within })];
  return [
    t('desk.policy.summary_wait', { wait, other: secondsText(i18n, Math.round(other.outcome.mean_wait_s)) }),
    t('desk.policy.summary_level', { level, other: percentText(other.outcome.service_level, language), within }),
    t('desk.policy.summary_lost', { count: lost(asked.outcome), other: lost(other.outcome) }),
    t('desk.policy.summary_home', {
      part: percentText(asked.outcome.at_home, language),
      other: percentText(other.outcome.at_home, language),
    }),
  ];
}

function lost({ abandoned, refused }: Outcome): number {
  return abandoned + refused;
}

/** How recorded days went. */
export function reallySentence(i18n: I18n, really: Really): string {
  return i18n.t('desk.policy.really_sum', {
    contacts: really.contacts,
    answered: really.answered,
    counsellors: really.counsellors,
    wait: secondsText(i18n, Math.round(really.mean_wait_s)),
    level: percentText(really.service_level, i18n.language),
    within: secondsText(i18n, 60),
  });
}

/** What a replay of them cannot know. */
export function unknownSentences({ t }: I18n, { patience_guessed, work_guessed }: Really): string[] {
  return [
    ...(patience_guessed > 0 ? [t('desk.policy.really_patience', { count: patience_guessed })] : []),
    ...(work_guessed > 0 ? [t('desk.policy.really_work', { count: work_guessed })] : []),
    t('desk.policy.really_accepts'),
  ];
}
