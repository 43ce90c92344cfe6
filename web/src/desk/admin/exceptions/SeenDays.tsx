import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import type { AdminApi } from '../api';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';

interface SeenDaysProps {
  admin: AdminApi;
  year: number;
  seen: number | undefined;
}

/** Lets somebody say that the national closed days of the year were seen; the checklist asks for it. */
export function SeenDays({ admin, year, seen }: SeenDaysProps) {
  const { t } = useI18n();
  const [confirmed, setConfirmed] = useState(seen ?? 0);
  const task = useTask();
  return (
    <div className="stack" role="status">
      {confirmed >= year ? (
        <p className="quiet">{t('desk.admin.seen.done', { year: confirmed })}</p>
      ) : (
        <div className="row spread card">
          <p>{t('desk.admin.seen.ask', { year })}</p>
          <Button
            data-size="sm"
            variant="secondary"
            loading={task.busy}
            onClick={() =>
              void task.run(async () => {
                await admin.confirmClosedDays(year);
                setConfirmed(year);
              })
            }
          >
            {t('desk.admin.seen.confirm', { year })}
          </Button>
        </div>
      )}
      <ProblemLine problem={task.problem} />
    </div>
  );
}
