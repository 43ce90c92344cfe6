import { Button, Heading } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { Done, useDeeds } from '../parts/Done';
import { focusTitle } from '../parts/focus';
import type { SectionProps } from '../section';
import type { StaffMember } from '../shapes';
import { StaffForm } from './StaffForm';

/** Who guides at the centre, in what, and how much each can carry. */
export function StaffSection({ admin, may, onChanged }: SectionProps) {
  const { t } = useI18n();
  const staff = useLoaded('admin/staff', () => admin.staff());
  const deeds = useDeeds();
  const [editing, setEditing] = useState<string>();
  const edit = (id: string) => {
    leaveThen(() => {
      deeds.tell(undefined);
      setEditing(id);
    });
  };
  return (
    <>
      <Done {...deeds} />
      <Section loaded={staff}>
        {({ items }) => (
          <ul className="cards">
            {items.length === 0 && <li className="quiet">{t('desk.centre.no_staff')}</li>}
            {items.map((member) => (
              <li key={member.id} className="card">
                {editing === member.id ? (
                  <StaffForm
                    member={member}
                    save={(change) => admin.changeStaff(member.id, change)}
                    onSaved={({ alias }) => {
                      setEditing(undefined);
                      deeds.tell({ text: t('desk.admin.staff.saved', { alias }) });
                      staff.again();
                      onChanged();
                    }}
                    onCancel={() => {
                      focusTitle();
                      setEditing(undefined);
                    }}
                  />
                ) : (
                  <MemberCard
                    member={member}
                    onEdit={
                      may('staff:update')
                        ? () => {
                            edit(member.id);
                          }
                        : undefined
                    }
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function MemberCard({ member, onEdit }: { member: StaffMember; onEdit: (() => void) | undefined }) {
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
