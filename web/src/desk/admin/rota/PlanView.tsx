import { Alert } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { useColumns } from '../../features/chats/useColumns';
import type { RotaApi } from '../../features/rota/api';
import type { Absence } from '../../features/rota/shapes';
import { Done } from '../parts/Done';
import { focusTitle } from '../parts/focus';
import { ProblemLine } from '../parts/ProblemLine';
import type { StaffMember } from '../shapes';
import { blocksOf, type Block } from './block';
import { DayList } from './DayList';
import { DeleteShift } from './DeleteShift';
import { ShiftForm } from './ShiftForm';
import type { Planning } from './useGrid';
import { usePlan, type Open, type Plan } from './usePlan';
import { Toolbar } from './Toolbar';
import { WeekGrid } from './WeekGrid';

interface PlanViewProps {
  rota: RotaApi;
  staff: StaffMember[];
}

/** A week of shifts, and the form of the one that is open. */
export function PlanView({ rota, staff }: PlanViewProps) {
  const plan = usePlan(rota);
  const { loaded, open, deeds, moving } = plan;
  const [person, setPerson] = useState('');
  const [allDay, setAllDay] = useState(false);
  const [deleting, setDeleting] = useState<Block>();
  const blocks = blocksOf(plan.shifts);
  const stopDeleting = () => {
    setDeleting(undefined);
  };
  return (
    <div className="stack">
      <Toolbar plan={plan} staff={staff} person={person} onPerson={setPerson} allDay={allDay} onAllDay={setAllDay} />
      <Done {...deeds} />
      <ProblemLine problem={moving.problem} />
      <Section loaded={loaded}>
        {({ absences }) => (
          <>
            {open && (
              <OpenShift
                key={open.kind === 'new' ? JSON.stringify(open.slot) : open.shift.id}
                {...{ rota, staff, plan, open, person, blocks, absences }}
                onDelete={setDeleting}
              />
            )}
            <Week {...{ plan, person, allDay, blocks, absences }} onDelete={setDeleting} />
          </>
        )}
      </Section>
      {deleting && (
        <DeleteShift
          shift={deleting.shift}
          onDelete={async (scope) => {
            await plan.remove(deleting.shift, scope);
            stopDeleting();
          }}
          onClose={stopDeleting}
        />
      )}
    </div>
  );
}

interface WeekProps {
  plan: Plan;
  person: string;
  allDay: boolean;
  blocks: Block[];
  absences: Absence[];
  onDelete: (block: Block) => void;
}

function Week({ plan, person, allDay, blocks, absences, onDelete }: WeekProps) {
  const { t, plural } = useI18n();
  const narrow = useColumns() === 0;
  const shown = blocks.filter(({ shift }) => person === '' || shift.staff_id === person);
  const away = absences.filter((one) => person === '' || one.staff_id === person);
  const uncovered = shown.filter(({ shift }) => shift.state === 'uncovered').length;
  const open = ({ shift }: Block) => {
    plan.show({ kind: 'change', shift });
  };
  const planning: Planning = {
    onDraw: (slot) => {
      plan.show({ kind: 'new', slot });
    },
    onDrop: ({ shift }, slot) => {
      plan.move(shift, slot);
    },
    onDelete,
  };
  return (
    <>
      {uncovered > 0 && (
        <Alert data-color="warning" data-size="sm">
          {plural('desk.rota.uncovered_count', uncovered)}
        </Alert>
      )}
      {shown.length === 0 && <p className="quiet">{t('desk.rota.no_shifts')}</p>}
      {narrow ? (
        <DayList monday={plan.monday} blocks={shown} absences={away} onAdd={planning.onDraw} onOpen={open} />
      ) : (
        <WeekGrid
          key={plan.monday}
          monday={plan.monday}
          blocks={shown}
          absences={away}
          allDay={allDay}
          plan={planning}
          onOpen={open}
        />
      )}
    </>
  );
}

interface OpenShiftProps extends PlanViewProps {
  plan: Plan;
  open: Open;
  person: string;
  blocks: Block[];
  absences: Absence[];
  onDelete: (block: Block) => void;
}

/** The form of what is open; a shift of a series is shown when it is known how it repeats. */
function OpenShift({ rota, staff, plan, open, person, blocks, absences, onDelete }: OpenShiftProps) {
  const seriesId = open.kind === 'change' ? open.shift.series_id : undefined;
  const series = useLoaded(`rota/series/${seriesId}`, async () => ({
    of: seriesId === undefined ? undefined : await rota.series(seriesId),
  }));
  const block = open.kind === 'change' ? blocks.find(({ id }) => id === open.shift.id) : undefined;
  return (
    <Section loaded={series}>
      {({ of }) => (
        <ShiftForm
          {...{ rota, staff, blocks, absences }}
          subject={open.kind === 'new' ? { ...open, staffId: person } : { ...open, series: of }}
          onSaved={plan.saved}
          onCancel={() => {
            focusTitle();
            plan.close();
          }}
          onDelete={block && (() => onDelete(block))}
        />
      )}
    </Section>
  );
}
