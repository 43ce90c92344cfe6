import type { Items } from '../../admin/shapes';
import { ApiError, networkProblem, type ApiClient, type Versioned } from '../../api/client';
import type { Metadata, NewPartner, NewPartnerKey, Partner, PartnerChange, PartnerKey, UsageDay } from './shapes';

const PATH = '/national/partners';
const METADATA = '/.well-known/oauth-authorization-server';

/** The calls about partners, one method each. */
export class PartnerApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  list(): Promise<Items<Partner>> {
    return this.#client.request('GET', PATH);
  }

  register(partner: NewPartner): Promise<Partner> {
    return this.#client.request('POST', PATH, partner);
  }

  partner(id: string): Promise<Versioned<Partner>> {
    return this.#client.versioned('GET', pathOf(id));
  }

  change(id: string, change: PartnerChange, etag: string): Promise<Versioned<Partner>> {
    return this.#client.versioned('PUT', pathOf(id), change, etag);
  }

  /** Why is for the audit log. */
  suspend(id: string, reason: string): Promise<Partner> {
    return this.#client.request('POST', `${pathOf(id)}/suspend`, { reason });
  }

  resume(id: string): Promise<Partner> {
    return this.#client.request('POST', `${pathOf(id)}/resume`);
  }

  usage(id: string): Promise<Items<UsageDay>> {
    return this.#client.request('GET', `${pathOf(id)}/usage`);
  }

  keys(id: string): Promise<Items<PartnerKey>> {
    return this.#client.request('GET', `${pathOf(id)}/keys`);
  }

  addKey(id: string, key: NewPartnerKey): Promise<PartnerKey> {
    return this.#client.request('POST', `${pathOf(id)}/keys`, key);
  }

  removeKey(id: string, key: string): Promise<void> {
    return this.#client.request('DELETE', `${pathOf(id)}/keys/${encodeURIComponent(key)}`);
  }

  /** What partners' programs are told of the service; it lies outside the API. */
  async metadata(): Promise<Metadata> {
    const response = await fetch(METADATA, { headers: { Accept: 'application/json' } }).catch(() => undefined);
    if (!response?.ok) throw new ApiError({ ...networkProblem, code: response ? 'unavailable' : 'network' });
    return (await response.json()) as Metadata;
  }
}

function pathOf(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`;
}
