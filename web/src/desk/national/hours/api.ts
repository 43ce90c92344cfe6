import type { ApiClient, Versioned } from '../../api/client';
import type { NationalHours, StaffingMinimum } from '../shapes';

/** The calls about the hours of the national queue. */
export class HoursApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  week(channel: string, from: string): Promise<NationalHours> {
    const query = new URLSearchParams({ channel, from, days: '7' });
    return this.#client.request('GET', `/national/hours?${query.toString()}`);
  }

  minimum(): Promise<Versioned<StaffingMinimum>> {
    return this.#client.versioned('GET', '/national/staffing');
  }

  setMinimum(centres: number, version: string): Promise<Versioned<StaffingMinimum>> {
    return this.#client.versioned('PUT', '/national/staffing', { centres }, version);
  }
}
