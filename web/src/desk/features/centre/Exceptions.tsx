import { Heading } from '@digdir/designsystemet-react';
import type { CentreException } from '../../../api/shapes';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { useNow } from '../../app/time';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { comingExceptions } from './week';

/** The dates on which the centre does not keep its weekly hours, from today. */
export function Exceptions({ centreId, api }: { centreId: string; api: StaffApi }) {
  const { t } = useI18n();
  const now = useNow();
  const loaded = useLoaded(`centre/${centreId}/exceptions`, () => api.centreExceptions(centreId));
  return (
    <section aria-labelledby="exceptions-title">
      <Heading id="exceptions-title" level={2} data-size="xs">
        {t('desk.centre.exceptions')}
      </Heading>
      <Section loaded={loaded}>
        {(page) => <ExceptionList items={comingExceptions(page.items, new Date(now))} />}
      </Section>
    </section>
  );
}

function ExceptionList({ items }: { items: CentreException[] }) {
  const { t, name, language } = useI18n();
  const day = (date: string) => {
    const [, month, dayOfMonth] = date.split('-').map(Number);
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
    return `${name('weekday', String(weekday))} ${dayOfMonth}.${month}.`;
  };
  if (items.length === 0) return <p className="quiet">{t('desk.centre.no_exceptions')}</p>;
  return (
    <ul className="people">
      {items.map((one) => (
        <li key={`${one.date}/${one.queue ?? ''}/${one.channel ?? ''}`}>
          <strong>{day(one.date)}</strong>
          <span>
            {one.closed
              ? t('desk.centre.closed')
              : one.closes === undefined
                ? one.intervals.map((interval) => `${interval.opens}–${interval.closes}`).join(', ')
                : t('desk.admin.early.line', { time: one.closes })}
            {one.channel && ` · ${name('channel', one.channel)}`}
            {one.queue &&
              ` · ${t(one.queue === 'national' ? 'desk.centre.queue_national' : 'desk.centre.queue_local')}`}
          </span>
          <span className="quiet">{one.reason[language] ?? one.reason.nb}</span>
        </li>
      ))}
    </ul>
  );
}
