import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import { Done, useDeeds } from '../../admin/parts/Done';
import { problemOf, type Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { PolicyApproval } from '../shapes';
import type { PolicyApi } from './api';

/** Whether somebody else must approve before rules are published, and the question before that is changed. */
export function ApprovalRule({ policies, changeable }: { policies: PolicyApi; changeable: boolean }) {
  const { t } = useI18n();
  const loaded = useLoaded('national/policy-approval', () => policies.approval());
  const deeds = useDeeds();
  const [question, setQuestion] = useState<Versioned<PolicyApproval>>();
  const change = async ({ value, version }: Versioned<PolicyApproval>) => {
    const second_person = !value.second_person;
    try {
      await policies.setApproval({ second_person }, version);
    } catch (error) {
      // Somebody else was faster: what they chose is shown, and the question is asked anew.
      if (problemOf(error).code !== 'stale_write') throw error;
      setQuestion(undefined);
      loaded.again();
      deeds.tell({ text: t('desk.admin.login.meanwhile') });
      return;
    }
    setQuestion(undefined);
    loaded.again();
    deeds.tell({ text: t(second_person ? 'desk.policy.approval.turned_on' : 'desk.policy.approval.turned_off') });
  };
  return (
    <section className="part" aria-labelledby="policy-approval">
      <h2 id="policy-approval" className="part-title">
        {t('desk.policy.approval.title')}
      </h2>
      <Done {...deeds} />
      <Section loaded={loaded}>
        {(rule) => (
          <div className="card dated">
            <p>{t(rule.value.second_person ? 'desk.policy.approval.demanded' : 'desk.policy.approval.voluntary')}</p>
            {changeable && (
              <Button
                data-size="sm"
                variant="secondary"
                onClick={() => {
                  setQuestion(rule);
                }}
              >
                {t(rule.value.second_person ? 'desk.policy.approval.turn_off' : 'desk.policy.approval.turn_on')}
              </Button>
            )}
          </div>
        )}
      </Section>
      {question && (
        <ApprovalQuestion
          demanded={question.value.second_person}
          onConfirm={() => change(question)}
          onClose={() => {
            setQuestion(undefined);
          }}
        />
      )}
    </section>
  );
}

interface ApprovalQuestionProps {
  demanded: boolean;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function ApprovalQuestion({ demanded, onConfirm, onClose }: ApprovalQuestionProps) {
  const { t } = useI18n();
  return (
    <Confirm
      title={t(demanded ? 'desk.policy.approval.off_title' : 'desk.policy.approval.on_title')}
      consequences={
        demanded
          ? [t('desk.policy.approval.off_means'), t('desk.policy.approval.logged')]
          : [
              t('desk.policy.approval.on_means'),
              t('desk.policy.approval.on_roll_back'),
              t('desk.policy.approval.logged'),
            ]
      }
      confirm={t(demanded ? 'desk.policy.approval.turn_off' : 'desk.policy.approval.turn_on')}
      harmless={!demanded}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
