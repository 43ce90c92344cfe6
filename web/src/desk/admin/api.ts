import type { ApiClient, Versioned } from '../api/client';
import type {
  AuditPage,
  Centre,
  CentreChange,
  ClosedDay,
  Exception,
  Items,
  NewException,
  NewSite,
  PreviewDay,
  Site,
  StaffChange,
  StaffMember,
  WeeklyInterval,
} from './shapes';

export interface AuditQuery {
  action?: string | undefined;
  after?: number | undefined;
}

const AUDIT_PAGE = 50;
const PREVIEW_DAYS = 28;

/** The calls that run one centre, one method each. */
export class AdminApi {
  readonly #client: ApiClient;
  readonly #path: string;

  constructor(client: ApiClient, centreId: string) {
    this.#client = client;
    this.#path = `/centres/${encodeURIComponent(centreId)}`;
  }

  centre(): Promise<Versioned<Centre>> {
    return this.#client.versioned('GET', this.#path);
  }

  changeCentre(change: CentreChange, version: string): Promise<Versioned<Centre>> {
    return this.#client.versioned('PATCH', this.#path, change, version);
  }

  sites(): Promise<Items<Site>> {
    return this.#client.request('GET', `${this.#path}/sites`);
  }

  addSite(site: NewSite): Promise<Site> {
    return this.#client.request('POST', `${this.#path}/sites`, site);
  }

  changeSite(id: string, site: NewSite): Promise<Site> {
    return this.#client.request('PUT', this.#below('sites', id), site);
  }

  endMembership(id: string): Promise<void> {
    return this.#client.request('POST', `${this.#below('staff', id)}/deactivate`);
  }

  deleteSite(id: string): Promise<void> {
    return this.#client.request('DELETE', this.#below('sites', id));
  }

  hours(): Promise<Versioned<Items<WeeklyInterval>>> {
    return this.#client.versioned('GET', `${this.#path}/opening-hours`);
  }

  replaceHours(items: WeeklyInterval[], version: string): Promise<Versioned<Items<WeeklyInterval>>> {
    return this.#client.versioned('PUT', `${this.#path}/opening-hours`, { items }, version);
  }

  /** What seekers are told from today on, of the hours as they are saved. */
  hoursPreview({ queue, channel }: Pick<WeeklyInterval, 'queue' | 'channel'>): Promise<Items<PreviewDay>> {
    const query = new URLSearchParams({ queue, channel, days: String(PREVIEW_DAYS) });
    return this.#client.request('GET', `${this.#path}/opening-hours/preview?${query.toString()}`);
  }

  exceptions(): Promise<Items<Exception>> {
    return this.#client.request('GET', `${this.#path}/exceptions`);
  }

  addException(exception: NewException): Promise<Exception> {
    return this.#client.request('POST', `${this.#path}/exceptions`, exception);
  }

  deleteException(id: string): Promise<void> {
    return this.#client.request('DELETE', this.#below('exceptions', id));
  }

  staff(): Promise<Items<StaffMember>> {
    return this.#client.request('GET', `${this.#path}/staff`);
  }

  changeStaff(id: string, change: StaffChange): Promise<StaffMember> {
    return this.#client.request('PATCH', this.#below('staff', id), change);
  }

  audit({ action, after }: AuditQuery): Promise<AuditPage> {
    const query = new URLSearchParams({ limit: String(AUDIT_PAGE) });
    if (after !== undefined) query.set('after', String(after));
    if (action !== undefined) query.set('action', action);
    return this.#client.request('GET', `${this.#path}/audit-log?${query.toString()}`);
  }

  closedDays(): Promise<Items<ClosedDay>> {
    return this.#client.request('GET', '/national/closed-days');
  }

  #below(kind: string, id: string): string {
    return `${this.#path}/${kind}/${encodeURIComponent(id)}`;
  }
}
