import { Button, Heading } from '@digdir/designsystemet-react';
import { useState, type SubmitEvent } from 'react';
import { useI18n } from '../../../app/i18n';
import { useUnsaved } from '../../../app/leaving';
import type { AdminApi } from '../../api';
import { focusFault } from '../../parts/focus';
import { same } from '../../parts/merge';
import { ProblemLine } from '../../parts/ProblemLine';
import { useTask } from '../../parts/useTask';
import type { Invitation } from '../../shapes';
import { refusal } from '../refusals';
import { AddresseeFields } from './AddresseeFields';
import { addresseeFaults, type AddresseeDraft } from './draft';

interface InviteAdministratorProps {
  admin: AdminApi;
  onInvited: (invitation: Invitation) => void;
}

/** Invites the first administrator of a centre, who then invites everybody else. */
export function InviteAdministrator({ admin, onInvited }: InviteAdministratorProps) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const [empty] = useState<AddresseeDraft>({ email: '', name: '', language });
  const [draft, setDraft] = useState(empty);
  const [asked, setAsked] = useState(false);
  const task = useTask();
  useUnsaved(!same(draft, empty));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy) return;
    if (addresseeFaults(draft).size > 0) {
      focusFault(event.currentTarget);
      return;
    }
    void task.run(async () => {
      const invited = await admin.invite({
        email: draft.email.trim(),
        name: draft.name.trim(),
        language: draft.language,
        roles: ['centre_administrator'],
      });
      setDraft(empty);
      setAsked(false);
      onInvited(invited);
    });
  };
  return (
    <form className="card stack" noValidate aria-labelledby="administrator-title" onSubmit={submit}>
      <Heading id="administrator-title" level={3} data-size="2xs">
        {t('desk.admin.invite.first_title')}
      </Heading>
      <p>{t('desk.admin.invite.first_means')}</p>
      <AddresseeFields
        draft={draft}
        asked={asked}
        problem={task.problem}
        onChange={(part) => {
          task.forget();
          setDraft({ ...draft, ...part });
        }}
      />
      <ProblemLine problem={task.problem} said={refusal(i18n, task.problem, 'roles')} />
      <div>
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.admin.invite.send')}
        </Button>
      </div>
    </form>
  );
}
