import { Heading } from '@digdir/designsystemet-react';
import { useMemo, type ReactNode } from 'react';
import type { Me } from '../../../api/shapes';
import { Done } from '../../admin/parts/Done';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { Absences } from './Absences';
import { OwnRotaApi, RotaApi } from './api';
import { CalendarFeed } from './CalendarFeed';
import { CentreWeek } from './CentreWeek';
import { MyShifts } from './MyShifts';
import { OfferedSwaps, OwnRequests } from './MySwaps';
import { useMyRota } from './useMyRota';

interface MyRotaPageProps {
  me: Me;
  api: StaffApi;
  centreId: string;
}

const TITLE = 'my-rota-title';

/** The shifts of the counsellor, and what can be done about them. */
export function MyRotaPage({ me, api, centreId }: MyRotaPageProps) {
  const { t } = useI18n();
  const own = useMemo(() => new OwnRotaApi(api.client), [api]);
  const rota = useMemo(() => new RotaApi(api.client, centreId), [api, centreId]);
  const my = useMyRota(own);
  return (
    <main className="reading my-rota">
      <Heading id={TITLE} level={1} data-size="md" tabIndex={-1}>
        {t('desk.nav.rota')}
      </Heading>
      <Done {...my.deeds} />
      <Section loaded={my.loaded}>
        {({ shifts, swaps }) => (
          <>
            <Part name="offered" count={swaps.offered.length}>
              <OfferedSwaps swaps={swaps.offered} staffId={me.staff?.id} my={my} />
            </Part>
            <Part name="mine">
              <MyShifts shifts={shifts} colleagues={() => api.centreStaff(centreId)} staffId={me.staff?.id} my={my} />
            </Part>
            <OwnRequests swaps={swaps} />
          </>
        )}
      </Section>
      <Part name="absences">
        <Absences
          book={{
            list: () => own.absences(),
            add: (span) => own.addAbsence(span),
            remove: (id) => own.deleteAbsence(id),
          }}
          staff={undefined}
          onFormGone={() => document.getElementById(TITLE)?.focus()}
          onChanged={my.again}
        />
      </Part>
      <Part name="centre">
        <CentreWeek rota={rota} />
      </Part>
      <Part name="calendar">
        <CalendarFeed own={own} />
      </Part>
    </main>
  );
}

interface PartProps {
  name: 'offered' | 'mine' | 'absences' | 'centre' | 'calendar';
  /** How many wait; a part in which none does is not shown. */
  count?: number;
  children: ReactNode;
}

function Part({ name, count, children }: PartProps) {
  const { t } = useI18n();
  const id = `my-rota-${name}`;
  if (count === 0) return null;
  return (
    <section aria-labelledby={id}>
      <Heading id={id} level={2} data-size="xs">
        {t(`desk.rota.part_${name}`)}
        {count !== undefined && ` (${count})`}
      </Heading>
      {children}
    </section>
  );
}
