import type { Items } from '../../admin/shapes';
import type { ApiClient } from '../../api/client';
import type { NewOverride, Override } from '../shapes';

const PATH = '/national/overrides';

/** The calls that open, close and drain the queue by hand. */
export class OverrideApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  list(): Promise<Items<Override>> {
    return this.#client.request('GET', PATH);
  }

  set(target: string, decision: NewOverride): Promise<Override> {
    return this.#client.request('PUT', `${PATH}/${encodeURIComponent(target)}`, decision);
  }

  /** Lets the opening hours hold again. */
  end(target: string): Promise<void> {
    return this.#client.request('DELETE', `${PATH}/${encodeURIComponent(target)}`);
  }
}
