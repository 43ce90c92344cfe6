import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import type { AdminApi } from '../api';
import { Confirm } from '../parts/Confirm';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask, type Task } from '../parts/useTask';
import type { CentreRole } from '../shapes';
import { centreRoles, membershipChange, membershipDraft, membershipFaults, type MembershipDraft } from './draft';
import { EndQuestion } from './EndQuestion';
import { FormActions } from './FormActions';
import { MembershipFields } from './MembershipFields';
import type { Person } from './people';
import { refusal } from './refusals';
import { RoleBoxes } from './RoleBoxes';

export interface Saved {
  name: string;
  /** What the person may do is not what it was. */
  rolesChanged: boolean;
}

interface StaffFormProps {
  person: Person;
  /** Whether it is the reader's own. */
  own: boolean;
  /** Whether roles may be changed. */
  mayRoles: boolean;
  admin: AdminApi;
  onSaved: (saved: Saved) => void;
  onCancel: () => void;
}

export function StaffForm(props: StaffFormProps) {
  const { person, onCancel } = props;
  const { t } = useI18n();
  const state = useStaffForm(props);
  const { task, valid, question, save } = state;
  const [asking, setAsking] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (task.busy || !valid) return;
    if (question === undefined) save();
    else setAsking(true);
  };
  const close = () => {
    setAsking(false);
  };
  return (
    <>
      <form
        className="stack"
        noValidate
        aria-label={t('desk.admin.edit_what', { what: person.name })}
        onSubmit={submit}
      >
        <StaffFields {...props} {...state} />
        <ProblemLine problem={task.problem} />
        <FormActions send={t('desk.admin.save')} busy={task.busy} onCancel={onCancel} />
      </form>
      {asking && (
        <RoleQuestion
          own={question === 'own'}
          person={person}
          onConfirm={() => {
            close();
            save();
            return Promise.resolve();
          }}
          onClose={close}
        />
      )}
    </>
  );
}

function StaffFields({ person, mayRoles, draft, change, task }: StaffFormProps & StaffFormState) {
  const i18n = useI18n();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector('input')?.focus();
  }, []);
  const { membership } = draft;
  return (
    <div ref={place} className="stack">
      {membership && (
        <MembershipFields
          draft={membership}
          topics={person.member?.topics ?? []}
          refused={(field) => refusal(i18n, task.problem, field)}
          onChange={(part) => {
            change({ membership: { ...membership, ...part } });
          }}
        />
      )}
      {mayRoles && person.account && (
        <RoleBoxes
          roles={draft.roles}
          member={person.member !== undefined}
          refused={refusal(i18n, task.problem, 'roles')}
          onChange={(roles) => {
            change({ roles });
          }}
        />
      )}
    </div>
  );
}

interface Draft {
  /** Absent for those who only have a role. */
  membership: MembershipDraft | undefined;
  roles: CentreRole[];
}

interface StaffFormState {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  task: Task;
  valid: boolean;
  /** What is to be asked first: the reader's own role is to go, or the last role of somebody who has nothing else. */
  question: 'own' | 'end' | undefined;
  save: () => void;
}

/** What is edited, and what of it is sent: the membership first, because without the role it could not be. */
function useStaffForm({ person, own, mayRoles, admin, onSaved }: StaffFormProps): StaffFormState {
  const [member, setMember] = useState(person.member);
  const [before] = useState(() => centreRoles(person.account?.roles ?? []));
  const [draft, setDraft] = useState<Draft>(() => ({ membership: member && membershipDraft(member), roles: before }));
  const task = useTask();
  const { account } = person;
  const rolesChanged = mayRoles && !same(draft.roles, before);
  useUnsaved(rolesChanged || (member !== undefined && !same(draft.membership, membershipDraft(member))));
  const save = () => {
    void task.run(async () => {
      if (member && draft.membership) {
        const change = membershipChange(draft.membership, member);
        if (Object.keys(change).length > 0) setMember(await admin.changeStaff(member.id, change));
      }
      if (account && rolesChanged) await admin.replaceRoles(account.account_id, draft.roles);
      onSaved({ name: account?.name ?? draft.membership?.alias ?? person.name, rolesChanged });
    });
  };
  const losesOwn = own && before.includes('centre_administrator') && !draft.roles.includes('centre_administrator');
  const losesAll = rolesChanged && draft.roles.length === 0;
  return {
    draft,
    change: (part) => {
      task.forget();
      setDraft((old) => ({ ...old, ...part }));
    },
    task,
    valid: !draft.membership || (membershipFaults(draft.membership).size === 0 && !losesAll),
    question: losesOwn ? 'own' : losesAll ? 'end' : undefined,
    save,
  };
}

interface RoleQuestionProps {
  /** Whether the role is the reader's own. */
  own: boolean;
  person: Person;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before somebody loses what lets them change anything here. */
function RoleQuestion({ own, person, onConfirm, onClose }: RoleQuestionProps) {
  const { t } = useI18n();
  if (!own) return <EndQuestion person={person} onConfirm={onConfirm} onClose={onClose} />;
  return (
    <Confirm
      title={t('desk.admin.staff.own_title')}
      consequences={[t('desk.admin.staff.own_means'), t('desk.admin.staff.own_back')]}
      confirm={t('desk.admin.staff.own_confirm')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
