import type { RotaApi } from '../../features/rota/api';
import { Absences } from '../../features/rota/Absences';
import { today } from '../parts/dates';
import { focusTitle } from '../parts/focus';
import type { StaffMember } from '../shapes';

/** The absences of all, from today on. */
export function AbsencesView({ rota, staff }: { rota: RotaApi; staff: StaffMember[] }) {
  return (
    <div className="stack">
      <Absences
        book={{
          list: () => rota.absences(today()),
          add: (span, staffId) => rota.addAbsence(staffId, span),
          remove: (id) => rota.deleteAbsence(id),
        }}
        staff={staff}
        onFormGone={focusTitle}
        onChanged={() => undefined}
      />
    </div>
  );
}
