import { Alert, Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import { useI18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import type { PartProps } from './part';
import type { Partner } from './shapes';
import { SuspendQuestion, type StateQuestionProps } from './SuspendQuestion';

type StateControlProps = Pick<PartProps, 'partners' | 'deeds' | 'may' | 'onChanged'> & { partner: Partner };

/** Suspends a partner or lets it in again, after a question that tells what follows. */
export function StateControl({ partner, partners, deeds, may, onChanged }: StateControlProps) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  const { name, state } = partner;
  const verb = state === 'active' ? 'suspend' : 'resume';
  const stop = () => {
    setAsking(false);
  };
  const settle = (done: 'suspended_now' | 'resumed_now') => {
    stop();
    deeds.tell({ text: t(`desk.partner.${done}`, { name }) });
    onChanged();
  };
  return (
    <>
      {state === 'suspended' && (
        <Alert data-color="warning" data-size="sm">
          {t('desk.partner.is_suspended')}
        </Alert>
      )}
      {may(`partner:${verb}`) && (
        <div>
          <Button
            data-size="sm"
            variant="secondary"
            data-color={verb === 'suspend' ? 'danger' : 'accent'}
            onClick={() => {
              leaveThen(() => {
                setAsking(true);
              });
            }}
          >
            {t(`desk.partner.${verb}`)}
          </Button>
        </div>
      )}
      {asking && verb === 'resume' && (
        <ResumeQuestion
          partner={partner}
          partners={partners}
          onDone={() => {
            settle('resumed_now');
          }}
          onClose={stop}
        />
      )}
      {asking && verb === 'suspend' && (
        <SuspendQuestion
          partner={partner}
          partners={partners}
          onDone={() => {
            settle('suspended_now');
          }}
          onClose={stop}
        />
      )}
    </>
  );
}

function ResumeQuestion({ partner: { id, name }, partners, onDone, onClose }: StateQuestionProps) {
  const { t } = useI18n();
  return (
    <Confirm
      title={t('desk.partner.resume_title', { name })}
      consequences={[t('desk.partner.resume_keys'), t('desk.partner.resume_means'), t('desk.partner.resume_why')]}
      confirm={t('desk.partner.resume')}
      harmless
      onConfirm={async () => {
        await partners.resume(id);
        onDone();
      }}
      onClose={onClose}
    />
  );
}
