import { Alert, Button } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import type { Loaded } from '../../app/useLoaded';
import type { AdminApi } from '../api';
import { Done } from '../parts/Done';
import type { SectionProps } from '../section';
import type { Invitations } from '../shapes';
import { EndQuestion } from './EndQuestion';
import { InvitationList } from './invitations/InvitationList';
import { InviteAdministrator } from './invitations/InviteAdministrator';
import { InviteForm } from './invitations/InviteForm';
import { useInvitations } from './invitations/useInvitations';
import { ImportPanel } from './list/ImportPanel';
import { LoginHelp } from './LoginHelp';
import type { Person } from './people';
import { StaffForm } from './StaffForm';
import { StaffList } from './StaffList';
import { useStaff, type Staff } from './useStaff';

/** Who works at the centre, in what and with how much, and who is invited to. */
export function StaffSection(props: SectionProps) {
  const { me, admin, may } = props;
  const staff = useStaff(props);
  const { opened } = staff;
  const isOwn = ({ account }: Person) => account?.account_id === me.account_id;
  const form = (person: Person) => (
    <StaffForm
      person={person}
      own={isOwn(person)}
      mayRoles={may('roles:replace')}
      admin={admin}
      onSaved={(saved) => {
        staff.saved(person, saved);
      }}
      onCancel={staff.cancel}
    />
  );
  const endOf = (person: Person) =>
    may(person.member ? 'staff:deactivate' : 'roles:replace') && !isOwn(person)
      ? () => {
          staff.askToEnd(person);
        }
      : undefined;
  return (
    <>
      <Done {...staff.deeds} />
      {may('invitation:list') && <Inviting {...props} staff={staff} />}
      <Section loaded={staff.people}>
        {(people) => (
          <StaffList
            people={people}
            editing={opened && 'person' in opened ? opened.person : undefined}
            form={form}
            onEdit={
              may('staff:update')
                ? ({ key }) => {
                    staff.open({ person: key });
                  }
                : undefined
            }
            onLogin={may('staff:end_sessions') ? staff.help : undefined}
            endOf={endOf}
          />
        )}
      </Section>
      <Questions admin={admin} staff={staff} />
    </>
  );
}

/** What is asked before something is done to somebody. */
function Questions({ admin, staff }: { admin: AdminApi; staff: Staff }) {
  const { helping, ending } = staff;
  return (
    <>
      {helping && (
        <LoginHelp
          member={helping}
          admin={admin}
          onDone={staff.done}
          onClose={() => {
            staff.help(undefined);
          }}
        />
      )}
      {ending && (
        <EndQuestion
          person={ending}
          onConfirm={() => staff.end(ending)}
          onClose={() => {
            staff.askToEnd(undefined);
          }}
        />
      )}
    </>
  );
}

/** Those who are not members yet, and the ways to invite more. */
function Inviting({ admin, may, staff }: SectionProps & { staff: Staff }) {
  const { t } = useI18n();
  const invitations = useInvitations(admin);
  const invited = (email: string) => {
    staff.done(t('desk.admin.invite.invited', { email }));
    invitations.again();
  };
  const mail = invitations.value?.mail_is_configured === true;
  // A coordinator may invite the first administrator, and leaves the rest to the centre.
  const whole = may('account:list');
  return (
    <>
      {whole && (
        <Ways admin={admin} may={may} staff={staff} mail={mail} invitations={invitations} onInvited={invited} />
      )}
      <Section loaded={invitations}>
        {({ items, mail_is_configured: configured }) => (
          <>
            {!configured && <Alert data-color="warning">{t('desk.admin.invite.no_mail')}</Alert>}
            {!whole && configured && may('invitation:create') && (
              <InviteAdministrator
                admin={admin}
                onInvited={({ email }) => {
                  invited(email);
                }}
              />
            )}
            {items.length > 0 && (
              <InvitationList
                items={items}
                mail={configured}
                admin={admin}
                tell={staff.deeds.tell}
                onChanged={invitations.again}
              />
            )}
          </>
        )}
      </Section>
    </>
  );
}

interface WaysProps {
  admin: AdminApi;
  may: (action: string) => boolean;
  staff: Staff;
  /** Whether anybody can be invited. */
  mail: boolean;
  invitations: Loaded<Invitations>;
  onInvited: (email: string) => void;
}

/** Invite one person, or many from a list; and the list of those who are here. */
function Ways({ admin, may, staff, mail, invitations, onInvited }: WaysProps) {
  const { t, plural } = useI18n();
  const { opened, open, cancel, done } = staff;
  const panel = opened && 'panel' in opened ? opened.panel : undefined;
  if (panel === undefined) {
    const way = (name: 'invite' | 'import', variant: 'primary' | 'secondary') => (
      <Button
        data-size="sm"
        variant={variant}
        onClick={() => {
          open({ panel: name });
        }}
      >
        {t(`desk.admin.${name}.open`)}
      </Button>
    );
    return (
      <div className="row">
        {mail && may('invitation:create') && way('invite', 'primary')}
        {mail && may('staff:import') && way('import', 'secondary')}
        {may('staff:export') && (
          <Button asChild data-size="sm" variant="tertiary">
            <a href={admin.staffListAddress} download="veiviser-staff.csv">
              {t('desk.admin.export')}
            </a>
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="card">
      {panel === 'invite' ? (
        <InviteForm
          invite={(invitation) => admin.invite(invitation)}
          onInvited={({ email }) => {
            onInvited(email);
          }}
          onCancel={cancel}
        />
      ) : (
        <ImportPanel
          admin={admin}
          onInvited={(count) => {
            done(plural('desk.admin.import.done', count));
            invitations.again();
          }}
          onCancel={cancel}
        />
      )}
    </div>
  );
}
