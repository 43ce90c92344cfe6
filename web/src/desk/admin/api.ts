import type { ApiClient, Versioned } from '../api/client';
import { RecordsApi } from './records';
import { LoginRuleApi } from '../features/account/api';
import { ClassesApi } from '../features/classes/api';
import { RotaApi } from '../features/rota/api';
import type {
  Agreements,
  Centre,
  CentreChange,
  CentreName,
  Checklist,
  ClosedDay,
  EarlyClose,
  Exception,
  Invitation,
  Invitations,
  Items,
  Ledger,
  Logo,
  NewAgreement,
  NewException,
  NewInvitation,
  NewProfile,
  NewSite,
  Notice,
  PreviewDay,
  Profile,
  Provider,
  ProviderFinding,
  ProviderInput,
  ProviderPreset,
  Providers,
  Role,
  Site,
  StaffAccount,
  StaffChange,
  StaffList,
  StaffListReport,
  StaffMember,
  Suggestion,
  Timesheets,
  WeeklyInterval,
} from './shapes';

const PREVIEW_DAYS = 28;

/** The providers people log in by: those of a centre, or the national ones. */
export class ProviderApi {
  readonly #client: ApiClient;
  readonly #path: string;

  constructor(client: ApiClient, owner: string) {
    this.#client = client;
    this.#path = `${owner}/identity-providers`;
  }

  presets(): Promise<Items<ProviderPreset>> {
    return this.#client.request('GET', '/identity-provider-presets');
  }

  list(): Promise<Versioned<Providers>> {
    return this.#client.versioned('GET', this.#path);
  }

  add(provider: ProviderInput): Promise<Provider> {
    return this.#client.request('POST', this.#path, provider);
  }

  change(id: string, provider: ProviderInput, version: string): Promise<Versioned<Providers>> {
    return this.#client.versioned('PUT', this.#below(id), provider, version);
  }

  remove(id: string): Promise<void> {
    return this.#client.request('DELETE', this.#below(id));
  }

  test(id: string): Promise<Items<ProviderFinding>> {
    return this.#client.request('POST', `${this.#below(id)}/test`);
  }

  #below(id: string): string {
    return `${this.#path}/${encodeURIComponent(id)}`;
  }
}

/** The calls that run one centre, one method each. */
export class AdminApi {
  readonly rota: RotaApi;
  readonly classes: ClassesApi;
  readonly providers: ProviderApi;
  readonly #client: ApiClient;
  readonly #path: string;
  readonly records: RecordsApi;
  readonly loginRule: LoginRuleApi;

  constructor(client: ApiClient, centreId: string) {
    this.rota = new RotaApi(client, centreId);
    this.classes = new ClassesApi(client, centreId);
    this.#client = client;
    this.loginRule = new LoginRuleApi(client, centreId);
    this.#path = `/centres/${encodeURIComponent(centreId)}`;
    this.records = new RecordsApi(client, this.#path);
    this.providers = new ProviderApi(client, this.#path);
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

  /** A site with its version, to change it. */
  site(id: string): Promise<Versioned<Site>> {
    return this.#client.versioned('GET', this.#below('sites', id));
  }

  changeSite(id: string, site: NewSite, version: string): Promise<Versioned<Site>> {
    return this.#client.versioned('PUT', this.#below('sites', id), site, version);
  }

  endMembership(id: string): Promise<void> {
    return this.#client.request('POST', `${this.#below('staff', id)}/deactivate`);
  }

  async deleteSite(id: string, version: string): Promise<void> {
    await this.#client.versioned('DELETE', this.#below('sites', id), undefined, version);
  }

  profile(): Promise<Versioned<Profile>> {
    return this.#client.versioned('GET', `${this.#path}/profile`);
  }

  replaceProfile(profile: NewProfile, version: string): Promise<Versioned<Profile>> {
    return this.#client.versioned('PUT', `${this.#path}/profile`, profile, version);
  }

  replaceLogo(image: Blob): Promise<Logo> {
    return this.#client.upload('PUT', `${this.#path}/logo`, image);
  }

  deleteLogo(): Promise<void> {
    return this.#client.request('DELETE', `${this.#path}/logo`);
  }

  /** Where everybody finds the logo. */
  logoPath({ tag }: Logo): string {
    return `/api/v1/service${this.#path}/logo?v=${tag}`;
  }

  checklist(): Promise<Checklist> {
    return this.#client.request('GET', `${this.#path}/checklist`);
  }

  /** Tells that the closed days of a year were seen. */
  confirmClosedDays(year: number): Promise<void> {
    return this.#client.request('POST', `${this.#path}/closed-days`, { year });
  }

  closeEarly(close: EarlyClose): Promise<Items<Exception>> {
    return this.#client.request('POST', `${this.#path}/exceptions/early-close`, close);
  }

  suggestions(year: number): Promise<Items<Suggestion>> {
    return this.#client.request('GET', `/national/closed-days/suggestions?year=${year}`);
  }

  hours(): Promise<Versioned<Items<WeeklyInterval>>> {
    return this.#client.versioned('GET', `${this.#path}/opening-hours`);
  }

  replaceHours(items: WeeklyInterval[], version: string): Promise<Versioned<Items<WeeklyInterval>>> {
    return this.#client.versioned('PUT', `${this.#path}/opening-hours`, { items }, version);
  }

  /** What seekers are told from today on, of the hours as they are saved. */
  hoursPreview(
    { queue, channel }: Pick<WeeklyInterval, 'queue' | 'channel'>,
    days: number = PREVIEW_DAYS,
  ): Promise<Items<PreviewDay>> {
    const query = new URLSearchParams({ queue, channel, days: String(days) });
    return this.#client.request('GET', `${this.#path}/opening-hours/preview?${query.toString()}`);
  }

  /** The other centres, by name. */
  async others(): Promise<CentreName[]> {
    const { items } = await this.#client.request<Items<CentreName>>('GET', '/centres');
    const others = items.filter(({ id }) => `/centres/${encodeURIComponent(id)}` !== this.#path);
    return others.toSorted((one, other) => one.name.localeCompare(other.name, 'nb'));
  }

  /** The week of any centre, which is public. */
  async weekOf(centreId: string): Promise<WeeklyInterval[]> {
    const path = `/service/centres/${encodeURIComponent(centreId)}`;
    return (await this.#client.request<{ hours: WeeklyInterval[] }>('GET', path)).hours;
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

  accounts(): Promise<Items<StaffAccount>> {
    return this.#client.request('GET', `${this.#path}/accounts`);
  }

  async replaceRoles(accountId: string, roles: readonly Role[]): Promise<void> {
    await this.#client.request('PUT', `${this.#below('accounts', accountId)}/roles`, { roles });
  }

  invitations(): Promise<Invitations> {
    return this.#client.request('GET', `${this.#path}/invitations`);
  }

  invite(invitation: NewInvitation): Promise<Invitation> {
    return this.#client.request('POST', `${this.#path}/invitations`, invitation);
  }

  resendInvitation(id: string): Promise<Invitation> {
    return this.#client.request('POST', `${this.#below('invitations', id)}/resend`);
  }

  revokeInvitation(id: string): Promise<void> {
    return this.#client.request('DELETE', this.#below('invitations', id));
  }

  importStaff(list: StaffList): Promise<StaffListReport> {
    return this.#client.request('POST', `${this.#path}/staff-list`, list);
  }

  /** Where the list of staff is downloaded from. */
  get staffListAddress(): string {
    return `/api/v1${this.#path}/staff-list`;
  }

  /** Logs a member of staff out everywhere. */
  endStaffSessions(id: string): Promise<void> {
    return this.#client.request('POST', `${this.#below('staff', id)}/end-sessions`);
  }

  /** Takes every second factor from a member of staff. */
  resetStaffFactors(id: string): Promise<void> {
    return this.#client.request('POST', `${this.#below('staff', id)}/reset-factors`);
  }

  agreements(): Promise<Versioned<Agreements>> {
    return this.#client.versioned('GET', `${this.#path}/agreement`);
  }

  proposeAgreement(proposal: NewAgreement, version: string): Promise<Versioned<Agreements>> {
    return this.#client.versioned('POST', `${this.#path}/agreement`, proposal, version);
  }

  /** Says yes to a proposal of the other side, or takes an own one back. */
  settleAgreement(id: string, step: 'accept' | 'withdraw', version: string): Promise<Versioned<Agreements>> {
    return this.#client.versioned('POST', `${this.#below('agreement', id)}/${step}`, undefined, version);
  }

  declineAgreement(id: string, reason: string, version: string): Promise<Versioned<Agreements>> {
    return this.#client.versioned('POST', `${this.#below('agreement', id)}/decline`, { reason }, version);
  }

  endAgreement(id: string, notice: Notice, version: string): Promise<Versioned<Agreements>> {
    return this.#client.versioned('POST', `${this.#below('agreement', id)}/end`, notice, version);
  }

  ledger(month: string): Promise<Ledger> {
    return this.#client.request('GET', `${this.#path}/ledger?${new URLSearchParams({ month }).toString()}`);
  }

  timesheets(month: string): Promise<Timesheets> {
    return this.#client.request('GET', `${this.#path}/timesheets?${new URLSearchParams({ month }).toString()}`);
  }

  /** A month as a table: of the centre, or of each of its people. */
  export(what: 'ledger' | 'timesheets', month: string): Promise<{ content: Blob; name: string }> {
    return this.#client.file(`${this.#path}/${what}/export?${new URLSearchParams({ month }).toString()}`);
  }

  closedDays(): Promise<Items<ClosedDay>> {
    return this.#client.request('GET', '/national/closed-days');
  }

  #below(kind: string, id: string): string {
    return `${this.#path}/${kind}/${encodeURIComponent(id)}`;
  }
}
