import type { ApiClient } from '../../api/client';
import type { Deliveries } from '../shapes';

const PATH = '/national/agreements';

/** What all centres promise and delivered in a month. */
export function deliveries(client: ApiClient, month: string): Promise<Deliveries> {
  return client.request('GET', `${PATH}?${new URLSearchParams({ month }).toString()}`);
}

/** The same as a table to save. */
export function deliveriesFile(client: ApiClient, month: string): Promise<{ content: Blob; name: string }> {
  return client.file(`${PATH}/export?${new URLSearchParams({ month }).toString()}`);
}
