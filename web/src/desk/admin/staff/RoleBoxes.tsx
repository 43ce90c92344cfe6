import { useI18n } from '../../app/i18n';
import { Boxes } from '../parts/Boxes';
import { ROLES, type CentreRole } from '../shapes';
import { centreRoles } from './draft';

interface RoleBoxesProps {
  roles: readonly CentreRole[];
  /** Those without a membership cannot guide. */
  member: boolean;
  /** What the server has against the roles. */
  refused: string | undefined;
  onChange: (roles: CentreRole[]) => void;
}

/** What somebody may do at the centre. */
export function RoleBoxes({ roles, member, refused, onChange }: RoleBoxesProps) {
  const { t, name } = useI18n();
  const offered = ROLES.filter((role) => member || role !== 'counsellor');
  const means = [t('desk.admin.staff.roles_mean'), ...(member ? [] : [t('desk.admin.staff.roles_no_member')])];
  return (
    <Boxes
      legend={t('desk.admin.word.roles')}
      description={means.join(' ')}
      options={offered.map((role) => ({ value: role, label: name('desk.role', role) }))}
      chosen={roles}
      error={member && roles.length === 0 ? t('desk.admin.staff.roles_missing') : refused}
      onChange={(chosen) => {
        onChange(centreRoles(chosen));
      }}
    />
  );
}
