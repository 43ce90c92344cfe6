import { Button, Heading, Textfield } from '@digdir/designsystemet-react';
import { useState, type SubmitEvent } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import type { AccountApi } from './api';

interface PasswordSectionProps {
  api: AccountApi;
  email: string;
  onDone: (text: string) => void;
}

const MINIMUM_LENGTH = 12;
const EMPTY = { present: '', next: '' };

/** A new password; the present one is asked for. */
export function PasswordSection({ api, email, onDone }: PasswordSectionProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(EMPTY);
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const tooShort = [...draft.next].length < MINIMUM_LENGTH;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || draft.present === '' || tooShort) return;
    void task.run(async () => {
      await api.changePassword(draft.present, draft.next);
      setDraft(EMPTY);
      setAsked(false);
      onDone(t('desk.account.password.changed'));
    });
  };
  const refused = refusedFields(task.problem);
  const missing = asked && draft.present === '' ? t('desk.login.password_missing') : undefined;
  const change = (part: Partial<typeof EMPTY>) => {
    setDraft({ ...draft, ...part });
    task.forget();
  };
  return (
    <section aria-labelledby="password-title">
      <Heading id="password-title" level={2} data-size="xs">
        {t('desk.account.password.heading')}
      </Heading>
      <p>{t('desk.account.password.about')}</p>
      <form className="stack" noValidate onSubmit={submit}>
        {/* Password managers learn from it whose password changes. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordFields
          draft={draft}
          presentFault={refused.has('password') ? t('desk.account.password.wrong') : missing}
          isShort={(tooShort && (asked || draft.next !== '')) || refused.has('new_password')}
          onChange={change}
        />
        <ProblemLine problem={refused.size > 0 ? undefined : task.problem} />
        <div>
          <Button type="submit" data-size="sm" loading={task.busy}>
            {t('desk.account.password.change')}
          </Button>
        </div>
      </form>
    </section>
  );
}

interface PasswordFieldsProps {
  draft: typeof EMPTY;
  presentFault: string | undefined;
  isShort: boolean;
  onChange: (part: Partial<typeof EMPTY>) => void;
}

function PasswordFields({ draft, presentFault, isShort, onChange }: PasswordFieldsProps) {
  const { t } = useI18n();
  const limit = MINIMUM_LENGTH;
  return (
    <>
      <Textfield
        className="account-field"
        label={t('desk.account.password.present')}
        type="password"
        autoComplete="current-password"
        value={draft.present}
        error={presentFault}
        onChange={(event) => {
          onChange({ present: event.target.value });
        }}
      />
      <Textfield
        className="account-field"
        label={t('desk.account.password.new')}
        description={t('desk.account.password.new_means', { limit })}
        type="password"
        autoComplete="new-password"
        value={draft.next}
        error={isShort ? t('desk.account.password.too_short', { limit }) : undefined}
        onChange={(event) => {
          onChange({ next: event.target.value });
        }}
      />
    </>
  );
}
