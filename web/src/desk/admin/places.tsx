import type { Me } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import { pathOf } from '../app/route';
import { CentrePage } from '../features/centre/CentrePage';
import { NationalPage } from '../features/centre/NationalPage';
import { BoardPage } from '../national/board/BoardPage';
import { CentresPage } from '../national/CentresPage';
import { ClosedDaysPage } from '../national/ClosedDaysPage';
import { ExplanationPage } from '../national/explain/ExplanationPage';
import { HoursPage } from '../national/hours/HoursPage';
import { NoticesPage } from '../national/notices/NoticesPage';
import { OverridesPage } from '../national/overrides/OverridesPage';
import { ForecastPage } from '../national/forecast/ForecastPage';
import { PartnerPage } from '../national/partners/PartnerPage';
import { PartnersPage } from '../national/partners/PartnersPage';
import { PoliciesPage } from '../national/policies/PoliciesPage';
import { PolicyPage } from '../national/policies/PolicyPage';
import { SurgesPage } from '../national/surges/SurgesPage';
import { AdminPages } from './AdminPages';
import { NationalRecords, recordsPage } from './NationalRecords';
import { NationalLogin } from './login/NationalLogin';
import { DeliveriesPage } from './national/DeliveriesPage';
import { NationalProviders } from './providers/NationalProviders';

/** What stands in the place of a centre's id, for the providers of the whole country. */
const LOG_IN = 'log-in';

interface PlaceProps {
  me: Me;
  api: StaffApi;
  /** What the address says below the page. */
  rest: readonly string[];
}

/** The account's own centre: to run for its administrators, to read for the others. */
export function CentrePlace({ me, api, centreId, rest }: PlaceProps & { centreId: string }) {
  const runs = me.roles.some((role) => role.role === 'centre_administrator' && role.centre_id === centreId);
  if (!runs) return <CentrePage me={me} centreId={centreId} api={api} />;
  return <AdminPages key={centreId} me={me} centreId={centreId} api={api} home={pathOf('centre')} section={rest[0]} />;
}

/** The national service, from where a coordinator goes on to any centre. */
export function NationalPlace({ me, api, rest }: PlaceProps) {
  const coordinates = me.roles.some((role) => role.role === 'national_coordinator');
  const [centreId, section] = rest;
  const records = recordsPage(me, centreId);
  if (records !== undefined) return <NationalRecords key={records} api={api} page={records} me={me} />;
  const live = livePage({ me, api, rest });
  if (live !== undefined) return live;
  if (coordinates && centreId === LOG_IN) return <NationalProviders api={api} />;
  if (!coordinates || centreId === undefined) {
    return (
      <NationalPage me={me} api={api} linked={coordinates}>
        {me.actions.includes('national:login_get') && <NationalLogin api={api} />}
      </NationalPage>
    );
  }
  if (centreId === 'agreements') return <DeliveriesPage api={api} />;
  if (centreId === 'centres') return <CentresPage api={api} />;
  if (centreId === 'closed-days') return <ClosedDaysPage api={api} />;
  return (
    <AdminPages
      key={centreId}
      me={me}
      centreId={centreId}
      api={api}
      home={pathOf('national', centreId)}
      back={pathOf('national', 'centres')}
      section={section}
    />
  );
}

/** The board, the forecast, partners, the routing policies and why contacts went where they went, for those who may. */
function livePage({ me, api, rest: [page, of, part] }: PlaceProps) {
  const may = (action: string) => me.actions.includes(action);
  if (page === 'board' && may('board:get')) return <BoardPage me={me} api={api} />;
  if (page === 'forecast' && may('forecast:get')) return <ForecastPage me={me} api={api} />;
  if (page === 'contacts' && of !== undefined && may('decision:list') && may('explanation:get')) {
    return <ExplanationPage key={of} api={api} contactId={of} policies={may('policy:get')} />;
  }
  if (page === 'overrides' && may('override:list')) {
    return <OverridesPage api={api} changeable={may('override:update')} />;
  }
  if (page === 'hours' && may('hours:union')) return <HoursPage api={api} changeable={may('staffing:update')} />;
  if (page === 'notices' && may('notice:list')) return <NoticesPage api={api} />;
  if (page === 'surges' && may('surge:list')) return <SurgesPage api={api} />;
  if (page === 'partners' && may('partner:list')) {
    if (of === undefined || !may('partner:get')) return <PartnersPage api={api} may={may} />;
    return <PartnerPage key={of} api={api} id={of} part={part} may={may} />;
  }
  if (page !== 'policies' || !may('policy:list')) return undefined;
  if (of === undefined || !/^\d+$/.test(of) || !may('policy:get')) return <PoliciesPage me={me} api={api} />;
  return <PolicyPage key={of} me={me} api={api} version={Number(of)} />;
}
