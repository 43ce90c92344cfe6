import { Alert, Heading } from '@digdir/designsystemet-react';
import { useEffect, useRef } from 'react';
import { useI18n } from '../../../app/i18n';
import { Section } from '../../../app/Section';
import { useLoaded, type Loaded } from '../../../app/useLoaded';
import type { AdminApi } from '../../api';
import type { QueueKind } from '../../shapes';
import type { Service } from '../rows';
import { serviceText } from '../words';
import { Bridged } from './Bridged';
import { daysOf, weeksOf, type CalendarDay } from './calendar';
import { DayList, DayTable } from './Days';
import { Gaps } from './Gaps';

interface HoursPreviewProps {
  admin: AdminApi;
  service: Service;
  /** What is saved; when it becomes another, the days are read anew. */
  saved: unknown;
  /** Whether the week above is not what is saved. */
  unsaved: boolean;
}

/** What seekers are told of the next four weeks. */
export function HoursPreview({ admin, service, saved, unsaved }: HoursPreviewProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const loaded = useDays(admin, service, saved);
  return (
    <section className="coming stack" aria-labelledby="coming-title">
      <div>
        <Heading id="coming-title" level={3} data-size="2xs">
          {t('desk.admin.hours.preview.title')}
        </Heading>
        <p className="quiet">{t('desk.admin.hours.preview.lead', { service: serviceText(i18n, service) })}</p>
        <p className="quiet">{t('desk.admin.hours.preview.one_queue')}</p>
      </div>
      {unsaved && (
        <Alert data-color="info" data-size="sm">
          {t('desk.admin.hours.preview.unsaved')}
        </Alert>
      )}
      <Section loaded={loaded}>
        {(days) => {
          const weeks = weeksOf(days);
          const today = days[0]?.date;
          return (
            <>
              <DayTable weeks={weeks} today={today} />
              <DayList weeks={weeks} today={today} />
              <Bridged days={days} other={otherThan(service.queue)} />
              <Gaps days={days} />
            </>
          );
        }}
      </Section>
    </section>
  );
}

function otherThan(queue: QueueKind): QueueKind {
  return queue === 'local' ? 'national' : 'local';
}

function useDays(admin: AdminApi, service: Service, saved: unknown): Loaded<CalendarDay[]> {
  const loaded = useLoaded(`admin/preview/${service.queue}/${service.channel}`, async () => {
    const [preview, beside, centre, exceptions, closedDays] = await Promise.all([
      admin.hoursPreview(service),
      admin.hoursPreview({ ...service, queue: otherThan(service.queue) }),
      admin.centre(),
      admin.exceptions(),
      admin.closedDays(),
    ]);
    const zone = centre.value.time_zone;
    const rules = { zone, service, exceptions: exceptions.items, closedDays: closedDays.items };
    return daysOf(preview.items, rules, beside.items);
  });
  const { again, error } = loaded;
  const shown = useRef(saved);
  useEffect(() => {
    if (shown.current === saved) return;
    shown.current = saved;
    again();
  }, [saved, again]);
  // Days from before a change that could not be read again would tell what is no longer so.
  return error === undefined ? loaded : { ...loaded, value: undefined };
}
