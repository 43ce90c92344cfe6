import { useI18n } from '../../app/i18n';
import { Confirm } from '../parts/Confirm';
import type { Person } from './people';

interface EndQuestionProps {
  person: Person;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before somebody loses their access, and says what becomes of their talks. */
export function EndQuestion({ person, onConfirm, onClose }: EndQuestionProps) {
  const { t } = useI18n();
  const { name, member } = person;
  const guides = member !== undefined;
  return (
    <Confirm
      title={t('desk.admin.staff.end_title', { alias: name })}
      consequences={[
        guides ? t('desk.admin.staff.end_offers', { alias: name }) : t('desk.admin.staff.end_role', { name }),
        ...(guides && member.load_units > 0 ? [t('desk.admin.staff.end_talks')] : []),
      ]}
      confirm={t('desk.admin.staff.end_confirm')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
