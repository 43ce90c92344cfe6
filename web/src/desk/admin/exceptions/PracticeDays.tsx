import { Button, Heading } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';
import type { Suggestion } from '../shapes';
import { longDate, namesOf } from './ExceptionLines';

interface PracticeDaysProps {
  days: readonly Suggestion[];
  onClose: (day: Suggestion) => Promise<void>;
}

/** Days many centres close by habit: suggested for the centre's own exceptions. */
export function PracticeDays({ days, onClose }: PracticeDaysProps) {
  const i18n = useI18n();
  const task = useTask();
  if (days.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="practice-title">
      <Heading id="practice-title" level={3} data-size="2xs">
        {i18n.t('desk.admin.practice.title')}
      </Heading>
      <p className="quiet">{i18n.t('desk.admin.practice.means')}</p>
      <ul className="cards">
        {days.map((day) => (
          <li key={day.date} className="card dated">
            <div>
              <p>
                <strong>{longDate(i18n, day.date)}</strong>
              </p>
              <p>{namesOf(i18n, day.names)}</p>
            </div>
            <Button
              data-size="sm"
              variant="secondary"
              loading={task.busy}
              aria-label={i18n.t('desk.admin.practice.close_what', { name: namesOf(i18n, day.names) })}
              onClick={() => void task.run(() => onClose(day))}
            >
              {i18n.t('desk.admin.practice.close')}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemLine problem={task.problem} />
    </section>
  );
}
