import { Button, Heading } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import type { StaffMember } from '../shapes';

interface MemberCardProps {
  member: StaffMember;
  /** Absent for those who may not. */
  onEdit: (() => void) | undefined;
  onEnd: (() => void) | undefined;
}

/** A member of staff as everybody at the centre may see them. */
export function MemberCard({ member, onEdit, onEnd }: MemberCardProps) {
  const { t, name } = useI18n();
  const words = (kind: 'language' | 'topic', list: readonly string[]) =>
    list.map((one) => name(kind, one)).join(', ') || t('desk.admin.none');
  return (
    <div className="stack">
      <div className="row spread">
        <div className="row">
          <Heading level={3} data-size="2xs">
            {member.alias}
          </Heading>
          <span className="row">
            <span className="dot" data-tone={member.state === 'available' ? 'good' : 'idle'} />
            {t(`desk.state.${member.state}`)}
          </span>
        </div>
        <div className="row">
          {onEdit && (
            <Button
              data-size="sm"
              variant="secondary"
              aria-label={t('desk.admin.edit_what', { what: member.alias })}
              onClick={onEdit}
            >
              {t('desk.admin.edit')}
            </Button>
          )}
          {onEnd && (
            <Button
              data-size="sm"
              variant="tertiary"
              data-color="danger"
              aria-label={t('desk.admin.staff.end_what', { alias: member.alias })}
              onClick={onEnd}
            >
              {t('desk.admin.staff.end')}
            </Button>
          )}
        </div>
      </div>
      <dl className="facts">
        <dt>{t('desk.admin.word.languages')}</dt>
        <dd>{words('language', member.languages)}</dd>
        <dt>{t('desk.admin.word.topics')}</dt>
        <dd>{words('topic', member.topics)}</dd>
        <dt>{t('desk.admin.word.capacity_units')}</dt>
        <dd>{t('desk.presence.load', { used: member.load_units, room: member.capacity_units })}</dd>
      </dl>
    </div>
  );
}
