import type { Items } from '../../admin/shapes';
import type { ApiClient } from '../../api/client';
import type { Surge, SurgeChange } from '../shapes';

const PATH = '/national/surges';

/** The calls that plan times when many come. */
export class SurgeApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  list(): Promise<Items<Surge>> {
    return this.#client.request('GET', PATH);
  }

  create(surge: SurgeChange): Promise<Surge> {
    return this.#client.request('POST', PATH, surge);
  }

  /** Plans it anew, if nobody else did since it was read. */
  async change({ id, revision }: Surge, surge: SurgeChange): Promise<Surge> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    return (await this.#client.versioned<Surge>('PUT', path, surge, `"${revision}"`)).value;
  }

  /** Ends what has begun, or takes the plan back. */
  end(id: string): Promise<void> {
    return this.#client.request('DELETE', `${PATH}/${encodeURIComponent(id)}`);
  }
}
