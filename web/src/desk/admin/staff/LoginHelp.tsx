import { Button, Fieldset, Radio } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import type { AdminApi } from '../api';
import { ProblemLine } from '../parts/ProblemLine';
import { refusedFields, useTask } from '../parts/useTask';
import type { StaffMember } from '../shapes';

interface LoginHelpProps {
  member: StaffMember;
  admin: AdminApi;
  onDone: (text: string) => void;
  onClose: () => void;
}

const DEEDS = ['end_sessions', 'reset_factors'] as const;

/** Logs somebody out everywhere, or takes the second factor they have lost. */
export function LoginHelp({ member, admin, onDone, onClose }: LoginHelpProps) {
  const { t } = useI18n();
  const [deed, setDeed] = useState<(typeof DEEDS)[number]>('end_sessions');
  const group = useId();
  const task = useTask();
  const { alias, id } = member;
  const run = () =>
    task.run(async () => {
      await (deed === 'end_sessions' ? admin.endStaffSessions(id) : admin.resetStaffFactors(id));
      onDone(t(`desk.admin.staff.${deed}_done`, { alias }));
    });
  const refused = refusedFields(task.problem).has('staff_id');
  return (
    <Modal title={t('desk.admin.staff.login_title', { alias })} onClose={onClose}>
      <div className="stack">
        <Fieldset data-size="sm">
          <Fieldset.Legend>{t('desk.admin.staff.login_choose')}</Fieldset.Legend>
          {DEEDS.map((one) => (
            <Radio
              key={one}
              name={group}
              value={one}
              label={t(`desk.admin.staff.${one}`)}
              description={t(`desk.admin.staff.${one}_means`, { alias })}
              checked={deed === one}
              onChange={() => {
                setDeed(one);
                task.forget();
              }}
            />
          ))}
        </Fieldset>
        {refused && (
          <p role="alert" className="field-error">
            {t('desk.admin.staff.login_refused', { alias })}
          </p>
        )}
        <ProblemLine problem={refused ? undefined : task.problem} />
        <div className="row">
          <Button data-color="danger" loading={task.busy} onClick={() => void run()}>
            {t(`desk.admin.staff.${deed}`)}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
