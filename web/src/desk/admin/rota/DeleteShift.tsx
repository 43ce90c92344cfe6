import { Button, Fieldset, Radio } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import type { Shift } from '../../features/rota/shapes';
import { slotOf } from '../../features/rota/slots';
import { slotText } from '../../features/rota/words';
import { Confirm } from '../parts/Confirm';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';
import type { Scope } from './useShiftForm';

interface DeleteShiftProps {
  shift: Shift;
  onDelete: (scope: Scope) => Promise<void>;
  onClose: () => void;
}

/** Asks before a shift is deleted, and whether those that follow go too. */
export function DeleteShift({ shift, onDelete, onClose }: DeleteShiftProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const title = t('desk.rota.delete_title', { alias: shift.alias, when: slotText(i18n, slotOf(shift)) });
  const asked = shift.swap ? [t('desk.rota.delete_swap')] : [];
  if (shift.series_id !== undefined) {
    return <SeriesQuestion title={title} consequences={asked} onDelete={onDelete} onClose={onClose} />;
  }
  return (
    <Confirm
      title={title}
      consequences={[t('desk.rota.delete_means', { alias: shift.alias }), ...asked, t('desk.rota.delete_undo')]}
      confirm={t('desk.rota.delete')}
      onConfirm={() => onDelete('one')}
      onClose={onClose}
    />
  );
}

interface SeriesQuestionProps {
  title: string;
  consequences: string[];
  onDelete: DeleteShiftProps['onDelete'];
  onClose: () => void;
}

function SeriesQuestion({ title, consequences, onDelete, onClose }: SeriesQuestionProps) {
  const { t } = useI18n();
  const group = useId();
  const task = useTask();
  const [scope, setScope] = useState<Scope>('one');
  return (
    <Modal title={title} onClose={onClose}>
      <div className="stack">
        <Fieldset data-size="sm">
          <Fieldset.Legend>{t('desk.rota.scope')}</Fieldset.Legend>
          {(['one', 'following'] as const).map((one) => (
            <Radio
              key={one}
              name={group}
              value={one}
              label={t(`desk.rota.scope_${one}`)}
              description={t(`desk.rota.delete_${one}`)}
              checked={scope === one}
              onChange={() => {
                setScope(one);
              }}
            />
          ))}
        </Fieldset>
        {consequences.map((one) => (
          <p key={one}>{one}</p>
        ))}
        <ProblemLine problem={task.problem} />
        <div className="row dialog-actions">
          <Button data-color="danger" loading={task.busy} onClick={() => void task.run(() => onDelete(scope))}>
            {t('desk.rota.delete')}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
