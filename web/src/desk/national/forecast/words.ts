import { capital } from '../../admin/hours/words';
import { hoursText } from '../../admin/hours/WeekPlot';
import { dateText, localesOf, weekdayOfDate } from '../../admin/parts/dates';
import type { I18n } from '../../app/i18n';
import { numberText, percentText } from '../parts/numbers';
import { secondsText } from '../policies/words';
import type { Forecast, ForecastDay, ForecastNote } from '../shapes';
import { clockOf, sumsOf, worstOf } from './week';

/** A day with its weekday, without the year. */
export function dayText({ name, language }: I18n, on: string): string {
  const at = new Date(`${on}T00:00:00Z`);
  const short = new Intl.DateTimeFormat(localesOf(language), { timeZone: 'UTC', day: 'numeric', month: 'numeric' });
  return `${capital(name('weekday', String(weekdayOfDate(on))))} ${short.format(at)}`;
}

/** What a week comes to. */
export function weekSentences({ t, language }: I18n, days: readonly ForecastDay[]): string[] {
  const { contacts, needed, planned, missing } = sumsOf(days);
  const hours = (count: number) => hoursText(count, language);
  const sum = t('desk.forecast.sum', {
    contacts: numberText(Math.round(contacts), language),
    needed: hours(needed),
    planned: hours(planned),
  });
  const covered =
    missing > 0 ? t('desk.forecast.sum_missing', { missing: hours(missing) }) : t('desk.forecast.sum_covered');
  return [sum, covered];
}

/** Whether a day is covered, in a few words. */
export function dayState({ t, language }: I18n, day: ForecastDay): string {
  if (day.closed) return t('desk.forecast.closed');
  const worst = worstOf(day);
  if (worst) {
    const time = clockOf(worst.half_hour);
    return t('desk.forecast.day_missing', { hours: hoursText(day.missing_hours, language), time });
  }
  return t(day.needed_hours > 0 ? 'desk.forecast.day_covered' : 'desk.forecast.day_nobody');
}

/** How far earlier forecasts were off. */
export function accuracySentences({ t, language }: I18n, accuracy: NonNullable<Forecast['accuracy']>): string[] {
  const percent = (part: number) => percentText(part, language);
  const date = (on: string) => dateText(on, language);
  const bias = Math.abs(accuracy.bias) < 0.005 ? [] : ([accuracy.bias > 0 ? 'off_over' : 'off_under'] as const);
  return [
    t('desk.forecast.off', {
      from: date(accuracy.first_on),
      until: date(accuracy.last_on),
      off: percent(accuracy.off),
    }),
    t('desk.forecast.off_naive', { off: percent(accuracy.last_week_off) }),
    ...bias.map((key) => t(`desk.forecast.${key}`, { part: percent(Math.abs(accuracy.bias)) })),
    t('desk.forecast.covered', { part: percent(accuracy.covered) }),
    ...accuracy.parts.map(({ part, off }) =>
      off === undefined ? t(`desk.forecast.few.${part}`) : t(`desk.forecast.part.${part}`, { off: percent(off) }),
    ),
    t('desk.forecast.off_half_hours', { off: percent(accuracy.half_hours_off) }),
  ];
}

/** What to bear in mind; that there is no forecast is said elsewhere. */
export function noteSentences(i18n: I18n, { notes, basis }: Forecast): string[] {
  const values = {
    work: secondsText(i18n, Math.round(basis.work_s)),
    patience: secondsText(i18n, Math.round(basis.patience_s)),
  };
  const told = notes.filter((note): note is Exclude<ForecastNote, 'no_history' | 'short_history'> => {
    return note !== 'no_history' && note !== 'short_history';
  });
  return told.map((note) => i18n.t(`desk.forecast.note.${note}`, values));
}

/** What the figures rest on. */
export function basisSentences(i18n: I18n, { history, basis }: Forecast): string[] {
  const { t, plural, language } = i18n;
  const count = (number: number) => numberText(number, language);
  const seconds = (value: number) => secondsText(i18n, Math.round(value));
  const date = (on: string | undefined) => (on === undefined ? '–' : dateText(on, language));
  return [
    t('desk.forecast.basis_history', {
      own: count(history.own_contacts),
      imported: count(history.imported_contacts),
      days: count(history.open_days),
      from: date(history.first_on),
      until: date(history.last_on),
    }),
    ...(basis.work_measured
      ? [
          t('desk.forecast.basis_work', {
            work: seconds(basis.work_s),
            talks: count(basis.talks),
            wrap_up: seconds(basis.wrap_up_s),
          }),
        ]
      : []),
    ...(basis.patience_measured
      ? [t('desk.forecast.basis_patience', { patience: seconds(basis.patience_s), left: count(basis.left) })]
      : []),
    plural('desk.forecast.basis_at_once', basis.at_once),
    t('desk.forecast.basis_target', {
      answered: percentText(basis.answered, language),
      within: seconds(basis.within_s),
      abandoned: percentText(basis.abandoned, language),
    }),
    t('desk.forecast.basis_planned'),
  ];
}
