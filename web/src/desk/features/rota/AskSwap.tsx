import { Button, Field, Label, Select } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { StaffMembers } from '../../../api/shapes';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { Shift } from './shapes';
import { slotOf } from './slots';
import { slotText } from './words';

interface AskSwapProps {
  shift: Shift;
  colleagues: () => Promise<StaffMembers>;
  /** Who asks, and is no colleague of themselves. */
  staffId: string | undefined;
  onAsk: (shift: Shift, staffId: string | undefined) => Promise<void>;
  onClose: () => void;
}

/** Asks who is to take a shift over. */
export function AskSwap({ shift, colleagues, staffId, onAsk, onClose }: AskSwapProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [to, setTo] = useState('');
  const task = useTask();
  const loaded = useLoaded('rota/colleagues', colleagues);
  return (
    <Modal title={t('desk.rota.ask_title', { when: slotText(i18n, slotOf(shift)) })} onClose={onClose}>
      <div className="stack">
        <p>{t('desk.rota.ask_means')}</p>
        <Section loaded={loaded}>
          {({ items }) => (
            <Field>
              <Label>{t('desk.rota.ask_whom')}</Label>
              <Select
                value={to}
                onChange={(event) => {
                  setTo(event.target.value);
                }}
              >
                <Select.Option value="">{t('desk.rota.anyone')}</Select.Option>
                {items
                  .filter(({ id }) => id !== staffId)
                  .map((one) => (
                    <Select.Option key={one.id} value={one.id}>
                      {one.alias}
                    </Select.Option>
                  ))}
              </Select>
            </Field>
          )}
        </Section>
        <ProblemLine problem={task.problem} />
        <div className="row dialog-actions">
          <Button
            loading={task.busy}
            onClick={() =>
              void task.run(async () => {
                await onAsk(shift, to === '' ? undefined : to);
                onClose();
              })
            }
          >
            {t('desk.rota.ask')}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
