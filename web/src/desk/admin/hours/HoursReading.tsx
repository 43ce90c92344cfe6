import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { WEEKDAYS } from '../../features/centre/week';
import type { WeeklyInterval } from '../shapes';
import { cellsOf, firstService, ofService, rowsOf, type Service } from './rows';
import { ServiceChoice } from './ServiceChoice';
import { WeekPlot } from './WeekPlot';
import { capital, cellText } from './words';

const NO_FAULTS = new Map<string, never>();

/** The weekly hours for those who may not change them. */
export function HoursReading({ items }: { items: readonly WeeklyInterval[] }) {
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
    </div>
  );
}
