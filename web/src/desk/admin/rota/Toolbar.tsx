import { Button, Checkbox, Field, Label, Select } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { useColumns } from '../../features/chats/useColumns';
import { mondayOf } from '../../features/rota/wall';
import { WeekChoice } from '../../features/rota/WeekChoice';
import { today } from '../parts/dates';
import type { StaffMember } from '../shapes';
import type { Plan } from './usePlan';
import { usualSlot } from './WeekGrid';

interface ToolbarProps {
  plan: Plan;
  staff: StaffMember[];
  person: string;
  onPerson: (id: string) => void;
  allDay: boolean;
  onAllDay: (allDay: boolean) => void;
}

/** Which week, whose shifts, and a way to add one. */
export function Toolbar({ plan, staff, person, onPerson, allDay, onAllDay }: ToolbarProps) {
  const { t } = useI18n();
  const narrow = useColumns() === 0;
  return (
    <>
      <div className="row spread">
        <WeekChoice monday={plan.monday} go={plan.go} />
        <Button
          data-size="sm"
          onClick={() => {
            plan.show({ kind: 'new', slot: usualSlot(firstDay(plan.monday)) });
          }}
        >
          {t('desk.rota.new')}
        </Button>
      </div>
      <div className="row rota-filter">
        <Field className="rota-person">
          <Label>{t('desk.rota.show')}</Label>
          <Select
            data-size="sm"
            value={person}
            onChange={(event) => {
              onPerson(event.target.value);
            }}
          >
            <Select.Option value="">{t('desk.rota.everybody')}</Select.Option>
            {staff.map((one) => (
              <Select.Option key={one.id} value={one.id}>
                {one.alias}
              </Select.Option>
            ))}
          </Select>
        </Field>
        {!narrow && (
          <Checkbox
            data-size="sm"
            label={t('desk.rota.all_day')}
            checked={allDay}
            onChange={(event) => {
              onAllDay(event.target.checked);
            }}
          />
        )}
      </div>
    </>
  );
}

/** A new shift is offered today, or on the first day of another week. */
function firstDay(monday: string): string {
  return mondayOf(today()) === monday ? today() : monday;
}
