import { Button, Paragraph } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { WEEKDAYS } from '../../features/centre/week';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { Boxes } from '../parts/Boxes';
import { capital } from './words';

const LAST_WORKDAY = 5;

interface CopyDialogProps {
  from: number;
  onCopy: (to: number[]) => void;
  onClose: () => void;
}

/** To which days a day's hours are copied; the other workdays are proposed. */
export function CopyDialog({ from, onCopy, onClose }: CopyDialogProps) {
  const { t, name } = useI18n();
  const others = WEEKDAYS.filter((weekday) => weekday !== from);
  const [chosen, setChosen] = useState(() => others.filter((weekday) => weekday <= LAST_WORKDAY).map(String));
  return (
    <Modal title={t('desk.admin.hours.copy_title', { weekday: name('weekday', String(from)) })} onClose={onClose}>
      <div className="stack">
        <Boxes
          legend={t('desk.admin.hours.copy_to')}
          options={others.map((weekday) => ({
            value: String(weekday),
            label: capital(name('weekday', String(weekday))),
          }))}
          chosen={chosen}
          onChange={setChosen}
        />
        <Paragraph data-size="sm">{t('desk.admin.hours.copy_means')}</Paragraph>
        <div className="row dialog-actions">
          <Button
            onClick={() => {
              onCopy(chosen.map(Number));
            }}
          >
            {t('desk.admin.hours.copy_confirm')}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
