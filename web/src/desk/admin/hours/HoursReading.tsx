import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { WEEKDAYS } from '../../features/centre/week';
import type { AdminApi } from '../api';
import type { WeeklyInterval } from '../shapes';
import { HoursPreview } from './preview/HoursPreview';
import { cellsOf, firstService, ofService, rowsOf, type Service } from './rows';
import { ServiceChoice } from './ServiceChoice';
import { WeekPlot } from './WeekPlot';
import { capital, cellText } from './words';

const NO_FAULTS = new Map<string, never>();

interface HoursReadingProps {
  admin: AdminApi;
  items: readonly WeeklyInterval[];
}

/** The weekly hours for those who may not change them. */
export function HoursReading({ admin, items }: HoursReadingProps) {
  const i18n = useI18n();
  const [rows] = useState(() => rowsOf(items));
  const [service, setService] = useState<Service>(() => firstService(rows));
  const cells = cellsOf(items);
  return (
    <div className="stack">
      <ServiceChoice rows={rows} faults={NO_FAULTS} service={service} onChoose={setService} />
      <WeekPlot rows={ofService(rows, service)} service={service} />
      <dl className="facts">
        {WEEKDAYS.map((weekday) => (
          <div key={weekday} className="fact">
            <dt>{capital(i18n.name('weekday', String(weekday)))}</dt>
            <dd>{cellText(i18n, cells[`${service.queue}/${service.channel}/${weekday}`])}</dd>
          </div>
        ))}
      </dl>
      <HoursPreview admin={admin} service={service} saved={items} unsaved={false} />
    </div>
  );
}
