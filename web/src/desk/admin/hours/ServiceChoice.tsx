import { Chip, Fieldset } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { useI18n } from '../../app/i18n';
import { today } from '../parts/dates';
import { CHANNELS, QUEUES } from '../shapes';
import type { Faults } from './faults';
import { hoursOf, ofService, type Row, type Service } from './rows';
import { hoursText } from './WeekPlot';
import { capital } from './words';

interface ServiceChoiceProps {
  rows: readonly Row[];
  faults: Faults;
  service: Service;
  onChoose: (service: Service) => void;
}

/** Which week is shown: that of a queue on a channel. Tells of each how much there is and what is to be mended. */
export function ServiceChoice({ rows, faults, service, onChoose }: ServiceChoiceProps) {
  const { t, name, language, plural } = useI18n();
  const group = useId();
  const note = (own: readonly Row[]) => {
    const wrong = own.filter((row) => faults.has(row.id)).length;
    if (wrong > 0) return ` · ${plural('desk.admin.hours.to_mend', wrong)}`;
    const hours = hoursOf(own, today());
    return hours > 0 ? ` · ${t('desk.admin.hours.short', { hours: hoursText(hours, language) })}` : '';
  };
  return (
    <div className="services">
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.admin.word.queue')}</Fieldset.Legend>
        <div className="row">
          {QUEUES.map((queue) => (
            <Chip.Radio
              key={queue}
              name={`${group}-queue`}
              value={queue}
              checked={service.queue === queue}
              onChange={() => {
                onChoose({ ...service, queue });
              }}
            >
              {capital(t(`desk.centre.queue_${queue}`)) + note(rows.filter((row) => row.queue === queue))}
            </Chip.Radio>
          ))}
        </div>
      </Fieldset>
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.admin.word.channel')}</Fieldset.Legend>
        <div className="row">
          {CHANNELS.map((channel) => (
            <Chip.Radio
              key={channel}
              name={`${group}-channel`}
              value={channel}
              checked={service.channel === channel}
              onChange={() => {
                onChoose({ ...service, channel });
              }}
            >
              {name('channel', channel) + note(ofService(rows, { queue: service.queue, channel }))}
            </Chip.Radio>
          ))}
        </div>
      </Fieldset>
    </div>
  );
}
