import { Heading } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useI18n } from '../../../app/i18n';
import { useUnsaved } from '../../../app/leaving';
import { focusFault } from '../../parts/focus';
import { same } from '../../parts/merge';
import { ProblemLine } from '../../parts/ProblemLine';
import { useTask } from '../../parts/useTask';
import type { Invitation, NewInvitation } from '../../shapes';
import { FormActions } from '../FormActions';
import { MembershipFields } from '../MembershipFields';
import { refusal } from '../refusals';
import { RoleBoxes } from '../RoleBoxes';
import { AddresseeFields } from './AddresseeFields';
import { invitationOf, inviteDraft, inviteFaults, type InviteDraft } from './draft';

interface InviteFormProps {
  invite: (invitation: NewInvitation) => Promise<Invitation>;
  onInvited: (invitation: Invitation) => void;
  onCancel: () => void;
}

/** Invites one person by mail, with all that holds from the first day. */
export function InviteForm({ invite, onInvited, onCancel }: InviteFormProps) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const [before] = useState(() => inviteDraft(language));
  const [draft, setDraft] = useState(before);
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const email = useRef<HTMLInputElement>(null);
  useUnsaved(!same(draft, before));
  useEffect(() => {
    email.current?.focus();
  }, []);
  const change = (part: Partial<InviteDraft>) => {
    task.forget();
    setDraft({ ...draft, ...part });
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy) return;
    if (inviteFaults(draft).size > 0) {
      focusFault(event.currentTarget);
      return;
    }
    void task.run(async () => {
      onInvited(await invite(invitationOf(draft)));
    });
  };
  return (
    <form className="stack" noValidate aria-labelledby="invite-title" onSubmit={submit}>
      <Heading id="invite-title" level={3} data-size="2xs">
        {t('desk.admin.invite.title')}
      </Heading>
      <p>{t('desk.admin.invite.means')}</p>
      <AddresseeFields draft={draft} asked={asked} problem={task.problem} emailRef={email} onChange={change} />
      <RoleBoxes
        roles={draft.roles}
        member
        refused={refusal(i18n, task.problem, 'roles')}
        onChange={(roles) => {
          change({ roles });
        }}
      />
      <MembershipFields
        draft={draft.membership}
        aliasOptional={t('desk.admin.invite.alias_optional')}
        refused={(field) => refusal(i18n, task.problem, field)}
        onChange={(part) => {
          change({ membership: { ...draft.membership, ...part } });
        }}
      />
      {asked && inviteFaults(draft).size > 0 && <p className="field-error">{t('desk.admin.mend_first')}</p>}
      <ProblemLine problem={task.problem} />
      <FormActions send={t('desk.admin.invite.send')} busy={task.busy} onCancel={onCancel} />
    </form>
  );
}
