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
import { ExceptionForm } from './ExceptionForm';
import { DatedLine, ExceptionLine } from './ExceptionLines';
import { useExceptions } from './useExceptions';

/** The dates on which the centre does not keep its week. */
export function ExceptionsSection(props: SectionProps) {
  const { loaded, deeds, adding, startAdding, stopAdding, add, added, remove } = useExceptions(props);
  const [deleting, setDeleting] = useState<Exception>();
  const stopDeleting = () => {
    setDeleting(undefined);
  };
  return (
    <>
      <Done {...deeds} />
      <Section loaded={loaded}>
        {({ exceptions, days }) => (
          <>
            {adding ? (
              <ExceptionForm
                all={exceptions}
                days={days}
                save={add}
                onSaved={added}
                onCancel={() => {
                  focusTitle();
                  stopAdding();
                }}
              />
            ) : (
              props.may('exception:create') && <AddButton onClick={startAdding} />
            )}
            <Lists
              exceptions={exceptions}
              days={days}
              onDelete={props.may('exception:delete') ? setDeleting : undefined}
            />
          </>
        )}
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
