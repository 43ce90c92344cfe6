import { Button, Details } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { Confirm } from '../parts/Confirm';
import { dateText, today } from '../parts/dates';
import { Done } from '../parts/Done';
import { focusTitle } from '../parts/focus';
import type { SectionProps } from '../section';
import type { ClosedDay, Exception } from '../shapes';
import { coming, past } from './calendar';
import { EarlyClose } from './EarlyClose';
import { ExceptionForm } from './ExceptionForm';
import { DatedLine, ExceptionLine } from './ExceptionLines';
import { PracticeDays } from './PracticeDays';
import { SeenDays } from './SeenDays';
import { useExceptions, type Calendar, type Exceptions } from './useExceptions';

/** The dates on which the centre does not keep its week. */
export function ExceptionsSection(props: SectionProps) {
  const state = useExceptions(props);
  const { loaded, deeds, remove } = state;
  const [deleting, setDeleting] = useState<Exception>();
  const stopDeleting = () => {
    setDeleting(undefined);
  };
  return (
    <>
      <Done {...deeds} />
      <Section loaded={loaded}>
        {(calendar) => <Calendars props={props} calendar={calendar} state={state} onDelete={setDeleting} />}
      </Section>
      {deleting && (
        <DeleteQuestion
          exception={deleting}
          onConfirm={async () => {
            await remove(deleting);
            stopDeleting();
          }}
          onClose={stopDeleting}
        />
      )}
    </>
  );
}

interface CalendarsProps {
  props: SectionProps;
  calendar: Calendar;
  state: Exceptions;
  onDelete: (exception: Exception) => void;
}

function Calendars({ props: { admin, may }, calendar, state, onDelete }: CalendarsProps) {
  const { exceptions, days, practice, year, seen } = calendar;
  return (
    <>
      {may('exception:close') && !state.adding && <EarlyClose admin={admin} onClosed={state.closedEarly} />}
      {state.adding ? (
        <ExceptionForm
          all={exceptions}
          days={days}
          save={state.add}
          onSaved={state.added}
          onCancel={() => {
            focusTitle();
            state.stopAdding();
          }}
        />
      ) : (
        may('exception:create') && <AddButton onClick={state.startAdding} />
      )}
      {may('closed:confirm') && <SeenDays admin={admin} year={year} seen={seen} />}
      {may('exception:create') && <PracticeDays days={practice} onClose={state.closePractice} />}
      <Lists exceptions={exceptions} days={days} onDelete={may('exception:delete') ? onDelete : undefined} />
    </>
  );
}

function AddButton({ onClick }: { onClick: () => void }) {
  const { t } = useI18n();
  return (
    <div>
      <Button data-size="sm" onClick={onClick}>
        {t('desk.admin.exceptions.add')}
      </Button>
    </div>
  );
}

interface ListsProps {
  exceptions: readonly Exception[];
  days: readonly ClosedDay[];
  /** Absent for those who may not. */
  onDelete: ((exception: Exception) => void) | undefined;
}

function Lists({ exceptions, days, onDelete }: ListsProps) {
  const { t } = useI18n();
  const now = today();
  const next = coming(exceptions, days, now);
  const gone = past(exceptions, now);
  return (
    <>
      {exceptions.length === gone.length && <p className="quiet">{t('desk.admin.exceptions.none')}</p>}
      <ul className="cards">
        {next.map((one) => (
          <DatedLine key={one.kind === 'exception' ? one.exception.id : one.date} dated={one} onDelete={onDelete} />
        ))}
      </ul>
      {gone.length > 0 && (
        <Details data-size="sm">
          <Details.Summary>{t('desk.admin.exceptions.past', { count: gone.length })}</Details.Summary>
          <Details.Content>
            <ul className="cards">
              {gone.map((one) => (
                <ExceptionLine key={one.id} exception={one} />
              ))}
            </ul>
          </Details.Content>
        </Details>
      )}
    </>
  );
}

interface DeleteQuestionProps {
  exception: Exception;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function DeleteQuestion({ exception, onConfirm, onClose }: DeleteQuestionProps) {
  const { t, language } = useI18n();
  return (
    <Confirm
      title={t('desk.admin.exceptions.delete_title', { date: dateText(exception.date, language) })}
      consequences={[t('desk.admin.exceptions.delete_means'), t('desk.admin.exceptions.delete_undo')]}
      confirm={t('desk.admin.exceptions.delete_confirm')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
