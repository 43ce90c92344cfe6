import type { Me } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import { pathOf } from '../app/route';
import { CentrePage } from '../features/centre/CentrePage';
import { NationalPage } from '../features/centre/NationalPage';
import { AdminPages } from './AdminPages';

interface PlaceProps {
  me: Me;
  api: StaffApi;
  /** What the address says below the page. */
  rest: readonly string[];
}

/** The account's own centre: to run for its administrators, to read for the others. */
export function CentrePlace({ me, api, centreId, rest }: PlaceProps & { centreId: string }) {
  const runs = me.roles.some((role) => role.role === 'centre_administrator' && role.centre_id === centreId);
  if (!runs) return <CentrePage centreId={centreId} api={api} />;
  return <AdminPages key={centreId} me={me} centreId={centreId} api={api} home={pathOf('centre')} section={rest[0]} />;
}

/** The national service, from where a coordinator goes on to any centre. */
export function NationalPlace({ me, api, rest }: PlaceProps) {
  const coordinates = me.roles.some((role) => role.role === 'national_coordinator');
  const [centreId, section] = rest;
  if (!coordinates || centreId === undefined) {
    return <NationalPage me={me} api={api} linked={coordinates} />;
  }
  return (
    <AdminPages
      key={centreId}
      me={me}
      centreId={centreId}
      api={api}
      home={pathOf('national', centreId)}
      back={pathOf('national')}
      section={section}
    />
  );
}
