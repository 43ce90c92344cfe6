import type { ApiClient } from '../../api/client';
import type { Decisions, Explanation } from '../shapes';

/** Everything that is known about why a contact went where it went. */
export interface Known {
  decisions: Decisions;
  /** What holds now. */
  now: Explanation;
}

export async function known(client: ApiClient, contactId: string): Promise<Known> {
  const path = `/national/contacts/${encodeURIComponent(contactId)}`;
  const [decisions, now] = await Promise.all([
    client.request<Decisions>('GET', `${path}/decisions`),
    client.request<Explanation>('GET', `${path}/explanation`),
  ]);
  return { decisions, now };
}
