import type { Items } from '../../admin/shapes';
import type { ApiClient, Versioned } from '../../api/client';
import type {
  Absence,
  AbsenceMade,
  CalendarLink,
  CalendarState,
  OnNow,
  OwnSwaps,
  PreviewItem,
  RotaRules,
  Series,
  SeriesBody,
  SeriesMade,
  Shift,
  ShiftBody,
  Swap,
} from './shapes';
import type { Span } from './slots';

/** Shifts of a series that are replaced, and therefore collide with nothing. */
export interface Replaced {
  series_id: string;
  from: string;
}

export type OnCollision = 'refuse' | 'skip';

const WEEK = 7;
const ABSENCE_DAYS = 400;

/** The calls about the rota of a centre, one method each. */
export class RotaApi {
  readonly #client: ApiClient;
  readonly #path: string;

  constructor(client: ApiClient, centreId: string) {
    this.#client = client;
    this.#path = `/centres/${encodeURIComponent(centreId)}`;
  }

  rules(): Promise<Versioned<RotaRules>> {
    return this.#client.versioned('GET', `${this.#path}/rota`);
  }

  changeRules(rules: RotaRules, version: string): Promise<Versioned<RotaRules>> {
    return this.#client.versioned('PUT', `${this.#path}/rota`, rules, version);
  }

  now(): Promise<OnNow> {
    return this.#client.request('GET', `${this.#path}/rota/now`);
  }

  /** All shifts that touch the week from a Monday on. */
  async week(monday: string): Promise<Shift[]> {
    const shifts: Shift[] = [];
    let after: string | undefined;
    do {
      const query = new URLSearchParams({ from: monday, days: String(WEEK), ...(after !== undefined && { after }) });
      const page: { items: Shift[]; next?: string } = await this.#client.request(
        'GET',
        `${this.#path}/shifts?${query.toString()}`,
      );
      shifts.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return shifts;
  }

  shift(id: string): Promise<Versioned<Shift>> {
    return this.#client.versioned('GET', this.#below('shifts', id));
  }

  addShift(shift: ShiftBody): Promise<Shift> {
    return this.#client.request('POST', `${this.#path}/shifts`, shift);
  }

  changeShift(id: string, change: Partial<ShiftBody>, version: string): Promise<Versioned<Shift>> {
    return this.#client.versioned('PATCH', this.#below('shifts', id), change, version);
  }

  deleteShift(id: string): Promise<void> {
    return this.#client.request('DELETE', this.#below('shifts', id));
  }

  previewSeries(series: SeriesBody, replaces: Replaced | undefined): Promise<{ items: PreviewItem[] }> {
    const body = { ...series, ...(replaces && { replaces }) };
    return this.#client.request('POST', `${this.#path}/shift-series/preview`, body);
  }

  addSeries(series: SeriesBody, onCollision: OnCollision): Promise<SeriesMade> {
    return this.#client.request('POST', `${this.#path}/shift-series`, { ...series, on_collision: onCollision });
  }

  series(id: string): Promise<Versioned<Series>> {
    return this.#client.versioned('GET', this.#below('shift-series', id));
  }

  /** Makes the shifts of a series from a date on anew. */
  async changeSeries(
    { series_id: id, from }: Replaced,
    change: Partial<SeriesBody>,
    onCollision: OnCollision,
    version: string,
  ): Promise<SeriesMade> {
    const body = { ...change, from, on_collision: onCollision };
    const made = await this.#client.versioned<SeriesMade>('PATCH', this.#below('shift-series', id), body, version);
    return made.value;
  }

  deleteSeries({ series_id: id, from }: Replaced): Promise<void> {
    return this.#client.request('DELETE', `${this.#below('shift-series', id)}?from=${from}`);
  }

  absences(from: string): Promise<Items<Absence>> {
    return this.#client.request('GET', `${this.#path}/absences?from=${from}&days=${ABSENCE_DAYS}`);
  }

  addAbsence(staffId: string, span: Span): Promise<AbsenceMade> {
    return this.#client.request('POST', `${this.#path}/absences`, { staff_id: staffId, ...span });
  }

  deleteAbsence(id: string): Promise<void> {
    return this.#client.request('DELETE', this.#below('absences', id));
  }

  /** Swap requests, the newest first: those that wait, or all of the last months. */
  swaps(waiting: boolean): Promise<Items<Swap>> {
    return this.#client.request('GET', `${this.#path}/swaps?live=${waiting}`);
  }

  answerSwap(id: string, answer: 'approve' | 'refuse'): Promise<Swap> {
    return this.#client.request('POST', `${this.#below('swaps', id)}/${answer}`);
  }

  #below(kind: string, id: string): string {
    return `${this.#path}/${kind}/${encodeURIComponent(id)}`;
  }
}

const OWN_DAYS = 92;

/** The calls about one's own shifts, one method each. */
export class OwnRotaApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  shifts(): Promise<Items<Shift>> {
    return this.#client.request('GET', `/me/shifts?days=${OWN_DAYS}`);
  }

  absences(): Promise<Items<Absence>> {
    return this.#client.request('GET', '/me/absences');
  }

  addAbsence(span: Span): Promise<AbsenceMade> {
    return this.#client.request('POST', '/me/absences', span);
  }

  deleteAbsence(id: string): Promise<void> {
    return this.#client.request('DELETE', `/me/absences/${encodeURIComponent(id)}`);
  }

  swaps(): Promise<OwnSwaps> {
    return this.#client.request('GET', '/me/swaps');
  }

  askSwap(shiftId: string, staffId: string | undefined): Promise<Swap> {
    const to = staffId === undefined ? {} : { to_staff_id: staffId };
    return this.#client.request('POST', '/me/swaps', { shift_id: shiftId, ...to });
  }

  answerSwap(id: string, answer: 'accept' | 'decline' | 'withdraw'): Promise<Swap> {
    return this.#client.request('POST', `/me/swaps/${encodeURIComponent(id)}/${answer}`);
  }

  calendar(): Promise<CalendarState> {
    return this.#client.request('GET', '/me/calendar');
  }

  /** Makes a link; one that was there no longer works. */
  makeCalendar(language: string): Promise<CalendarLink> {
    return this.#client.request('POST', '/me/calendar', { language });
  }

  revokeCalendar(): Promise<void> {
    return this.#client.request('DELETE', '/me/calendar');
  }
}
