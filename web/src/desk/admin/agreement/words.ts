import type { I18n } from '../../app/i18n';
import { hoursText } from '../hours/WeekPlot';
import { dateText, localesOf } from '../parts/dates';
import type { Agreement } from '../shapes';

type Terms = Pick<Agreement, 'share' | 'weekly_minutes' | 'valid_from' | 'valid_until'>;

/** What is promised, such as `15 timer i uken (andel 15)`. */
export function termsText({ t, language }: I18n, { share, weekly_minutes }: Terms): string {
  if (share === 0 && !weekly_minutes) return t('desk.admin.agreement.nothing');
  const part = t('desk.admin.agreement.share', { share });
  if (weekly_minutes === undefined) return part;
  const hours = hoursText(weekly_minutes / 60, language);
  return `${t('desk.admin.agreement.hours_a_week', { hours })} (${part})`;
}

/** From when to when. */
export function periodText({ t, language }: I18n, { valid_from, valid_until }: Terms): string {
  const from = dateText(valid_from, language);
  if (valid_until === undefined) return t('desk.admin.agreement.from', { from });
  return t('desk.admin.agreement.from_until', { from, until: dateText(valid_until, language) });
}

/** Who said what when, in the order it was said. */
export function storyOf({ t, language }: I18n, agreement: Agreement): string[] {
  const at = (instant: string) =>
    new Intl.DateTimeFormat(localesOf(language), { timeZone: 'Europe/Oslo', dateStyle: 'short' }).format(
      new Date(instant),
    );
  const side = (word: Agreement['proposed_by']) => t(`desk.admin.agreement.side_${word}`);
  const { proposed_by, proposed_at, closed_by, closed_at, reason = '' } = agreement;
  const told = [t('desk.admin.agreement.proposed_by', { side: side(proposed_by), at: at(proposed_at) })];
  const other = proposed_by === 'centre' ? 'national' : 'centre';
  const accepted = other === 'centre' ? agreement.centre_accepted_at : agreement.national_accepted_at;
  if (accepted !== undefined) {
    told.push(t('desk.admin.agreement.accepted_by', { side: side(other), at: at(accepted) }));
  }
  if (closed_by !== undefined && closed_at !== undefined) {
    const values = { side: side(closed_by), at: at(closed_at), reason };
    if (agreement.state === 'declined') told.push(t('desk.admin.agreement.declined_by', values));
    else if (agreement.state === 'withdrawn') told.push(t('desk.admin.agreement.withdrawn_by', values));
    else told.push(t('desk.admin.agreement.ended_by', values));
  }
  return told;
}
