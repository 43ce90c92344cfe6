import { Alert, Button, Heading } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import type { AccountApi, OwnLogin, TotpEnrolment } from './api';
import { PasswordQuestion } from './PasswordQuestion';
import { TotpEnrolmentForm } from './TotpEnrolment';

interface FactorSectionProps {
  api: AccountApi;
  own: OwnLogin;
  onCodes: (codes: string[], text: string) => void;
  onDone: (text: string) => void;
}

/** Few are left: time to draw new ones. */
const FEW_CODES = 3;

/** The authenticator app and the recovery codes. */
export function FactorSection({ api, own, onCodes, onDone }: FactorSectionProps) {
  const { t } = useI18n();
  const [enrolment, setEnrolment] = useState<TotpEnrolment>();
  const task = useTask();
  const begin = () =>
    task.run(async () => {
      setEnrolment(await api.beginTotp());
    });
  return (
    <section aria-labelledby="factor-title">
      <Heading id="factor-title" level={2} data-size="xs">
        {t('desk.account.totp.heading')}
      </Heading>
      <p>{t('desk.account.totp.about')}</p>
      {own.totp && <p className="good-news">{t('desk.account.totp.on')}</p>}
      {!own.totp && !enrolment && (
        <div>
          <Button data-size="sm" loading={task.busy} onClick={() => void begin()}>
            {t('desk.account.totp.add')}
          </Button>
        </div>
      )}
      <ProblemLine problem={task.problem} />
      {enrolment && (
        <TotpEnrolmentForm
          api={api}
          enrolment={enrolment}
          onConfirmed={(codes) => {
            setEnrolment(undefined);
            onCodes(codes, t('desk.account.totp.added'));
          }}
          onCancel={() => {
            setEnrolment(undefined);
          }}
        />
      )}
      <Changes api={api} own={own} onCodes={onCodes} onDone={onDone} />
    </section>
  );
}

/** What whoever has a factor may do with it. */
function Changes({ api, own, onCodes, onDone }: FactorSectionProps) {
  const { t, plural } = useI18n();
  const [question, setQuestion] = useState<'renew' | 'remove'>();
  const close = () => {
    setQuestion(undefined);
  };
  if (!own.totp && own.passkeys.length === 0) return null;
  return (
    <>
      {own.recovery_codes <= FEW_CODES ? (
        <Alert data-color="warning" data-size="sm">
          {plural('desk.account.codes.left', own.recovery_codes)}
        </Alert>
      ) : (
        <p>{plural('desk.account.codes.left', own.recovery_codes)}</p>
      )}
      <div className="row">
        <Button
          data-size="sm"
          variant="secondary"
          onClick={() => {
            setQuestion('renew');
          }}
        >
          {t('desk.account.codes.renew')}
        </Button>
        {own.totp && (
          <Button
            data-size="sm"
            variant="tertiary"
            data-color="danger"
            onClick={() => {
              setQuestion('remove');
            }}
          >
            {t('desk.account.totp.remove')}
          </Button>
        )}
      </div>
      {question && (
        <FactorQuestion question={question} api={api} own={own} onCodes={onCodes} onDone={onDone} onClose={close} />
      )}
    </>
  );
}

interface FactorQuestionProps extends FactorSectionProps {
  question: 'renew' | 'remove';
  onClose: () => void;
}

function FactorQuestion({ question, api, own, onCodes, onDone, onClose }: FactorQuestionProps) {
  const { t } = useI18n();
  if (question === 'renew') {
    return (
      <PasswordQuestion
        title={t('desk.account.codes.renew')}
        consequences={[t('desk.account.codes.renew_means')]}
        confirm={t('desk.account.codes.renew')}
        onConfirm={async (password) => {
          const codes = await api.renewCodes(password);
          onClose();
          onCodes(codes, t('desk.account.codes.renewed'));
        }}
        onClose={onClose}
      />
    );
  }
  return (
    <PasswordQuestion
      danger
      title={t('desk.account.totp.remove_title')}
      consequences={[
        t('desk.account.totp.remove_means'),
        ...(own.second_factor_demanded ? [t('desk.account.totp.remove_demanded')] : []),
      ]}
      confirm={t('desk.account.totp.remove')}
      onConfirm={async (password) => {
        await api.removeTotp(password);
        onClose();
        onDone(t('desk.account.totp.removed'));
      }}
      onClose={onClose}
    />
  );
}
