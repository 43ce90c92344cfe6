import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import { useState, type SubmitEvent } from 'react';
import { focusFault } from '../../admin/parts/focus';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { problemOf } from '../../api/client';
import { useI18n } from '../../app/i18n';
import type { LinkApi, ShownInvitation } from './api';
import { lacking, newcomerFaults, PASSWORD_LEAST, type NewcomerDraft, type NewcomerFault } from './newcomer';

interface NewcomerFormProps {
  shown: ShownInvitation;
  link: LinkApi;
  onAccepted: () => void;
  /** The invitation is not what it was when it was shown. */
  onStale: () => void;
}

/** Accepts by a log-in of one's own: a name for colleagues, and a password. */
export function NewcomerForm({ shown, link, onAccepted, onStale }: NewcomerFormProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [draft, setDraft] = useState<NewcomerDraft>({ name: shown.name, password: '', again: '' });
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy) return;
    if (newcomerFaults(draft).size > 0) {
      focusFault(event.currentTarget);
      return;
    }
    void task.run(async () => {
      try {
        await link.accept(draft.name.trim(), draft.password);
        onAccepted();
      } catch (error) {
        const { code } = problemOf(error);
        if (code !== 'not_found' && code !== 'login_exists') throw error;
        onStale();
      }
    });
  };
  const refused = refusedFields(task.problem);
  const other = task.problem && refused.size === 0 ? task.problem : undefined;
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Textfield label={t('desk.login.email')} type="email" autoComplete="username" readOnly value={shown.email} />
      <NewcomerFields draft={draft} asked={asked} refused={refused} onChange={setDraft} />
      <div role="alert">{other && <Alert data-color="danger">{i18n.problem(other)}</Alert>}</div>
      <Button type="submit" loading={task.busy}>
        {t('desk.invitation.accept')}
      </Button>
    </form>
  );
}

interface NewcomerFieldsProps {
  draft: NewcomerDraft;
  asked: boolean;
  refused: ReadonlySet<string>;
  onChange: (draft: NewcomerDraft) => void;
}

function NewcomerFields({ draft, asked, refused, onChange }: NewcomerFieldsProps) {
  const { t } = useI18n();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const faults = newcomerFaults(draft);
  const error = (field: 'name' | 'password' | 'again', fault: NewcomerFault) => {
    if (faults.has(fault) && (asked || left.has(field))) {
      return t(`desk.invitation.${fault}`, { count: lacking(draft.password) });
    }
    return refused.has(field) ? t('desk.admin.refused') : undefined;
  };
  const leave = (field: string) => () => {
    if (draft[field as keyof NewcomerDraft] !== '') setLeft(new Set([...left, field]));
  };
  const missing = lacking(draft.password);
  const strength =
    draft.password === '' || missing > 0
      ? t('desk.invitation.password_means', { least: PASSWORD_LEAST })
      : t('desk.invitation.password_enough');
  return (
    <>
      <Textfield
        label={t('desk.invitation.name')}
        description={t('desk.invitation.name_means')}
        autoComplete="name"
        maxLength={80}
        value={draft.name}
        error={error('name', 'name_missing')}
        onBlur={leave('name')}
        onChange={(event) => {
          onChange({ ...draft, name: event.target.value });
        }}
      />
      <Textfield
        label={t('desk.invitation.password')}
        description={strength}
        type="password"
        autoComplete="new-password"
        value={draft.password}
        error={error('password', 'password_short')}
        onBlur={leave('password')}
        onChange={(event) => {
          onChange({ ...draft, password: event.target.value });
        }}
      />
      <Textfield
        label={t('desk.invitation.again')}
        type="password"
        autoComplete="new-password"
        value={draft.again}
        error={error('again', 'again_other')}
        onBlur={leave('again')}
        onChange={(event) => {
          onChange({ ...draft, again: event.target.value });
        }}
      />
    </>
  );
}
