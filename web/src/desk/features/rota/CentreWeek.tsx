import { useState } from 'react';
import { today } from '../../admin/parts/dates';
import { blocksOf } from '../../admin/rota/block';
import { DayList } from '../../admin/rota/DayList';
import { WeekGrid } from '../../admin/rota/WeekGrid';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { useColumns } from '../chats/useColumns';
import type { RotaApi } from './api';
import { mondayOf } from './wall';
import { WeekChoice } from './WeekChoice';

/** The rota of the centre, to read. Who is absent is not told, only which shifts are without cover. */
export function CentreWeek({ rota }: { rota: RotaApi }) {
  const { t } = useI18n();
  const narrow = useColumns() === 0;
  const [monday, setMonday] = useState(() => mondayOf(today()));
  const loaded = useLoaded(`rota/centre/${monday}`, () => rota.week(monday));
  return (
    <>
      <WeekChoice monday={monday} go={setMonday} />
      <Section loaded={loaded}>
        {(shifts) => {
          const week = { monday, blocks: blocksOf(shifts), absences: [] };
          return (
            <>
              {shifts.length === 0 && <p className="quiet">{t('desk.rota.no_shifts')}</p>}
              {narrow ? <DayList {...week} /> : <WeekGrid {...week} allDay={false} plan={undefined} />}
            </>
          );
        }}
      </Section>
    </>
  );
}
