import { useI18n } from '../../app/i18n';
import { Confirm } from '../parts/Confirm';
import type { StaffMember } from '../shapes';

interface EndQuestionProps {
  member: StaffMember;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before somebody loses their access, and says what becomes of their talks. */
export function EndQuestion({ member, onConfirm, onClose }: EndQuestionProps) {
  const { t } = useI18n();
  const { alias } = member;
  return (
    <Confirm
      title={t('desk.admin.staff.end_title', { alias })}
      consequences={[
        t('desk.admin.staff.end_offers', { alias }),
        ...(member.load_units > 0 ? [t('desk.admin.staff.end_talks')] : []),
      ]}
      confirm={t('desk.admin.staff.end_confirm')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
