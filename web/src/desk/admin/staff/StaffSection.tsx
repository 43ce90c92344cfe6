import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { Done, useDeeds } from '../parts/Done';
import { focusTitle } from '../parts/focus';
import type { SectionProps } from '../section';
import type { StaffMember } from '../shapes';
import { EndQuestion } from './EndQuestion';
import { MemberCard } from './MemberCard';
import { StaffForm } from './StaffForm';

/** Who guides at the centre, in what, and how much each can carry. */
export function StaffSection({ admin, may, onChanged }: SectionProps) {
  const { t } = useI18n();
  const { staff, deeds, editing, setEditing, ending, setEnding, done, edit } = useStaff(admin, onChanged);
  const form = (member: StaffMember) => (
    <StaffForm
      member={member}
      save={(change) => admin.changeStaff(member.id, change)}
      onSaved={({ alias }) => {
        done(t('desk.admin.staff.saved', { alias }));
      }}
      onCancel={() => {
        focusTitle();
        setEditing(undefined);
      }}
    />
  );
  return (
    <>
      <Done {...deeds} />
      <Section loaded={staff}>
        {({ items }) => (
          <StaffList
            items={items}
            editing={editing}
            form={form}
            onEdit={may('staff:update') ? edit : undefined}
            onEnd={may('staff:deactivate') ? setEnding : undefined}
          />
        )}
      </Section>
      {ending && (
        <EndQuestion
          member={ending}
          onConfirm={async () => {
            await admin.endMembership(ending.id);
            done(t('desk.admin.staff.ended', { alias: ending.alias }));
          }}
          onClose={() => {
            setEnding(undefined);
          }}
        />
      )}
    </>
  );
}

/** The list, what is being changed in it, and what was done. */
function useStaff(admin: SectionProps['admin'], onChanged: SectionProps['onChanged']) {
  const staff = useLoaded('admin/staff', () => admin.staff());
  const deeds = useDeeds();
  const [editing, setEditing] = useState<string>();
  const [ending, setEnding] = useState<StaffMember>();
  const done = (text: string) => {
    setEditing(undefined);
    setEnding(undefined);
    deeds.tell({ text });
    staff.again();
    onChanged();
  };
  const edit = ({ id }: StaffMember) => {
    leaveThen(() => {
      deeds.tell(undefined);
      setEditing(id);
    });
  };
  return { staff, deeds, editing, setEditing, ending, setEnding, done, edit };
}

interface StaffListProps {
  items: StaffMember[];
  editing: string | undefined;
  form: (member: StaffMember) => React.ReactNode;
  /** Absent for those who may not. */
  onEdit: ((member: StaffMember) => void) | undefined;
  onEnd: ((member: StaffMember) => void) | undefined;
}

function StaffList({ items, editing, form, onEdit, onEnd }: StaffListProps) {
  const { t } = useI18n();
  return (
    <ul className="cards">
      {items.length === 0 && <li className="quiet">{t('desk.centre.no_staff')}</li>}
      {items.map((member) => (
        <li key={member.id} className="card">
          {editing === member.id ? (
            form(member)
          ) : (
            <MemberCard
              member={member}
              onEdit={onEdit && (() => onEdit(member))}
              onEnd={onEnd && (() => onEnd(member))}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
