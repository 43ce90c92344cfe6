import { Button, Heading } from '@digdir/designsystemet-react';
import { useState, type ReactNode } from 'react';
import { longDate, namesOf } from '../admin/exceptions/ExceptionLines';
import { Confirm } from '../admin/parts/Confirm';
import { dateText } from '../admin/parts/dates';
import { Done } from '../admin/parts/Done';
import { focusTitle } from '../admin/parts/focus';
import { ProblemLine } from '../admin/parts/ProblemLine';
import { useTask } from '../admin/parts/useTask';
import type { ClosedDay, Suggestion } from '../admin/shapes';
import { useI18n } from '../app/i18n';
import { Section } from '../app/Section';
import type { NationalApi } from './api';
import { ClosedDayForm } from './ClosedDayForm';
import { useClosedYear, type ClosedYearState, type YearNow } from './useClosedYear';

/** The closed days of one year. */
export function ClosedYear({ year, national }: { year: number; national: NationalApi }) {
  const state = useClosedYear(year, national);
  const [deleting, setDeleting] = useState<ClosedDay>();
  const stop = () => {
    setDeleting(undefined);
  };
  return (
    <>
      <Done {...state.deeds} />
      <Section loaded={state.loaded}>
        {(now) => <YearContent year={year} now={now} national={national} state={state} onDelete={setDeleting} />}
      </Section>
      {deleting && (
        <DeleteQuestion
          day={deleting}
          onConfirm={async () => {
            await state.remove(deleting);
            stop();
          }}
          onClose={stop}
        />
      )}
    </>
  );
}

interface YearContentProps {
  year: number;
  now: YearNow;
  national: NationalApi;
  state: ClosedYearState;
  onDelete: (day: ClosedDay) => void;
}

function YearContent({ year, now: { days, open, practice }, national, state, onDelete }: YearContentProps) {
  const { t, plural } = useI18n();
  return (
    <>
      {open > 0 && (
        <TaskButton run={state.fill} variant="primary">
          {plural('desk.national.closed_fill', open)}
        </TaskButton>
      )}
      {days.length === 0 && <p className="quiet">{t('desk.national.closed_none')}</p>}
      <ul className="cards">
        {days.map((day) => (
          <DayLine key={day.date} day={day} onDelete={onDelete} />
        ))}
      </ul>
      {state.adding ? (
        <ClosedDayForm
          year={year}
          known={days}
          save={(day) => national.setClosedDay(day.date, day.names)}
          onSaved={state.added}
          onCancel={() => {
            focusTitle();
            state.setAdding(false);
          }}
        />
      ) : (
        <div>
          <Button
            data-size="sm"
            variant="secondary"
            onClick={() => {
              state.setAdding(true);
            }}
          >
            {t('desk.national.closed_new')}
          </Button>
        </div>
      )}
      {practice.length > 0 && <Practice days={practice} onClose={state.close} />}
    </>
  );
}

function DayLine({ day, onDelete }: { day: ClosedDay; onDelete: (day: ClosedDay) => void }) {
  const i18n = useI18n();
  return (
    <li className="card dated">
      <div>
        <p>
          <strong>{longDate(i18n, day.date)}</strong>
        </p>
        <p>{namesOf(i18n, day.names)}</p>
      </div>
      <Button
        data-size="sm"
        variant="tertiary"
        data-color="danger"
        aria-label={i18n.t('desk.national.closed_open_what', { date: dateText(day.date, i18n.language) })}
        onClick={() => {
          onDelete(day);
        }}
      >
        {i18n.t('desk.national.closed_open')}
      </Button>
    </li>
  );
}

/** Days by habit: offered, never closed by themselves. */
function Practice({ days, onClose }: { days: readonly Suggestion[]; onClose: ClosedYearState['close'] }) {
  const i18n = useI18n();
  return (
    <section className="stack" aria-labelledby="practice-title">
      <Heading id="practice-title" level={2} data-size="2xs">
        {i18n.t('desk.national.practice')}
      </Heading>
      <p className="quiet">{i18n.t('desk.national.practice_means')}</p>
      <ul className="cards">
        {days.map((day) => (
          <li key={day.date} className="card dated">
            <div>
              <p>
                <strong>{longDate(i18n, day.date)}</strong>
              </p>
              <p>{namesOf(i18n, day.names)}</p>
            </div>
            <TaskButton run={() => onClose(day)} variant="secondary">
              {i18n.t('desk.national.practice_close')}
            </TaskButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface TaskButtonProps {
  run: () => Promise<void>;
  variant: 'primary' | 'secondary';
  children: ReactNode;
}

function TaskButton({ run, variant, children }: TaskButtonProps) {
  const task = useTask();
  return (
    <div>
      <Button data-size="sm" variant={variant} loading={task.busy} onClick={() => void task.run(run)}>
        {children}
      </Button>
      <ProblemLine problem={task.problem} />
    </div>
  );
}

interface DeleteQuestionProps {
  day: ClosedDay;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function DeleteQuestion({ day, onConfirm, onClose }: DeleteQuestionProps) {
  const { t, language } = useI18n();
  return (
    <Confirm
      title={t('desk.national.closed_delete_title', { date: dateText(day.date, language) })}
      consequences={[t('desk.national.closed_delete_means'), t('desk.admin.exceptions.delete_undo')]}
      confirm={t('desk.national.closed_open')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
