import type { ApiClient } from '../api/client';
import type {
  ArchivePreview,
  Centre,
  ClosedDay,
  Items,
  NewCentre,
  OnboardedCentre,
  Reason,
  Suggestion,
} from '../admin/shapes';

/** The calls that run the federation, one method each. */
export class NationalApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  centres(): Promise<Items<OnboardedCentre>> {
    return this.#client.request('GET', '/national/centres');
  }

  createCentre(centre: NewCentre): Promise<Centre> {
    return this.#client.request('POST', '/centres', centre);
  }

  /** What archiving a centre means right now. */
  archivePreview(id: string): Promise<ArchivePreview> {
    return this.#client.request('GET', `/centres/${encodeURIComponent(id)}/archive`);
  }

  archive(id: string): Promise<void> {
    return this.#client.request('POST', `/centres/${encodeURIComponent(id)}/archive`);
  }

  reactivate(id: string): Promise<void> {
    return this.#client.request('POST', `/centres/${encodeURIComponent(id)}/reactivate`);
  }

  closedDays(): Promise<Items<ClosedDay>> {
    return this.#client.request('GET', '/national/closed-days');
  }

  suggestions(year: number): Promise<Items<Suggestion>> {
    return this.#client.request('GET', `/national/closed-days/suggestions?year=${year}`);
  }

  /** Closes the public holidays of a year that are not closed yet; tells which. */
  fillClosedDays(year: number): Promise<Items<ClosedDay>> {
    return this.#client.request('POST', '/national/closed-days', { year });
  }

  setClosedDay(date: string, names: Reason[]): Promise<ClosedDay> {
    return this.#client.request('PUT', `/national/closed-days/${date}`, { names });
  }

  deleteClosedDay(date: string): Promise<void> {
    return this.#client.request('DELETE', `/national/closed-days/${date}`);
  }
}
