import { Select } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Me } from '../../api/shapes';
import { Confirm } from '../admin/parts/Confirm';
import { useDesk, useDeskState } from './DeskContext';
import { useI18n } from './i18n';
import { leaveThen } from './leaving';

interface Workplace {
  id: string;
  name: string;
}

/** The centre worked at, for those who guide at several; it changes only while nobody is talked with. */
export function WorkplaceChoice({ onMoved }: { onMoved: (me: Me) => void }) {
  const { t } = useI18n();
  const { me, staff, api, session } = useDesk();
  const busy = Object.keys(useDeskState().threads).length > 0;
  const [wanted, setWanted] = useState<Workplace>();
  const workplaces = workplacesOf(me);
  if (workplaces.length < 2) return null;
  const move = async ({ id }: Workplace) => {
    await session.setPresence('away');
    onMoved(await api.chooseWorkplace(id));
  };
  return (
    <>
      <Select
        className="workplace"
        data-size="sm"
        aria-label={t('desk.workplace.label')}
        title={busy ? t('desk.workplace.busy') : undefined}
        disabled={busy}
        value={staff.centre_id}
        onChange={(event) => {
          const chosen = workplaces.find(({ id }) => id === event.target.value);
          leaveThen(() => {
            setWanted(chosen);
          });
        }}
      >
        {workplaces.map(({ id, name }) => (
          <Select.Option key={id} value={id}>
            {name}
          </Select.Option>
        ))}
      </Select>
      {wanted && (
        <Confirm
          harmless
          title={t('desk.workplace.title', { centre: wanted.name })}
          consequences={[t('desk.workplace.means', { centre: staff.centre_name }), t('desk.workplace.away')]}
          confirm={t('desk.workplace.move')}
          onConfirm={() => move(wanted)}
          onClose={() => {
            setWanted(undefined);
          }}
        />
      )}
    </>
  );
}

/** The centres somebody guides at. */
function workplacesOf(me: Me): Workplace[] {
  return me.roles.flatMap(({ role, centre_id: id, centre_name: name }) =>
    role === 'counsellor' && id !== undefined ? [{ id, name: name ?? id }] : [],
  );
}
