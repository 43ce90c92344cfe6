import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { ApiError, type Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { LoginRule, LoginRuleApi } from '../../features/account/api';
import { Confirm } from '../parts/Confirm';
import { Done, useDeeds } from '../parts/Done';

/** Whether everybody needs a second factor, and the question before that is changed. */
export function LoginRuleForm({ api }: { api: LoginRuleApi }) {
  const { t } = useI18n();
  const loaded = useLoaded('login-rule', () => api.rule());
  const deeds = useDeeds();
  const [question, setQuestion] = useState<Versioned<LoginRule>>();
  const change = async ({ value, version }: Versioned<LoginRule>) => {
    const second_factor = !value.second_factor;
    try {
      await api.change({ second_factor }, version);
    } catch (error) {
      // Somebody else was faster: what they chose is shown, and the question is asked anew.
      if (!(error instanceof ApiError && error.problem.code === 'stale_write')) throw error;
      setQuestion(undefined);
      loaded.again();
      deeds.tell({ text: t('desk.admin.login.meanwhile') });
      return;
    }
    setQuestion(undefined);
    loaded.again();
    deeds.tell({ text: t(second_factor ? 'desk.admin.login.turned_on' : 'desk.admin.login.turned_off') });
  };
  return (
    <>
      <Done {...deeds} />
      <Section loaded={loaded}>
        {(rule) => (
          <div className="card stack">
            <p>
              <strong>{t('desk.admin.login.second_factor')}:</strong>{' '}
              {t(rule.value.second_factor ? 'desk.admin.login.demanded' : 'desk.admin.login.voluntary')}
            </p>
            <p className="quiet">{t('desk.admin.login.means')}</p>
            <div>
              <Button
                data-size="sm"
                variant="secondary"
                onClick={() => {
                  setQuestion(rule);
                }}
              >
                {t(rule.value.second_factor ? 'desk.admin.login.turn_off' : 'desk.admin.login.turn_on')}
              </Button>
            </div>
          </div>
        )}
      </Section>
      {question && (
        <RuleQuestion
          demanded={question.value.second_factor}
          onConfirm={() => change(question)}
          onClose={() => {
            setQuestion(undefined);
          }}
        />
      )}
    </>
  );
}

interface RuleQuestionProps {
  /** Whether a second factor is demanded now. */
  demanded: boolean;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Says what follows for everybody, the one who asks included. */
function RuleQuestion({ demanded, onConfirm, onClose }: RuleQuestionProps) {
  const { t } = useI18n();
  const name = t(demanded ? 'desk.admin.login.turn_off' : 'desk.admin.login.turn_on');
  const consequences = demanded
    ? [t('desk.admin.login.off_means')]
    : [t('desk.admin.login.on_means'), t('desk.admin.login.on_you')];
  return <Confirm title={name} consequences={consequences} confirm={name} onConfirm={onConfirm} onClose={onClose} />;
}
