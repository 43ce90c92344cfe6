import type { Items } from '../../admin/shapes';
import type { ApiClient } from '../../api/client';
import type { Notice, NoticeChange } from '../shapes';

const PATH = '/national/notices';

/** The calls that write service notices. */
export class NoticeApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  list(): Promise<Items<Notice>> {
    return this.#client.request('GET', PATH);
  }

  create(notice: NoticeChange): Promise<Notice> {
    return this.#client.request('POST', PATH, notice);
  }

  /** Writes a notice anew, if nobody else did since it was read. */
  async change({ id, revision }: Notice, notice: NoticeChange): Promise<Notice> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    return (await this.#client.versioned<Notice>('PUT', path, notice, `"${revision}"`)).value;
  }

  withdraw(id: string): Promise<void> {
    return this.#client.request('DELETE', `${PATH}/${encodeURIComponent(id)}`);
  }
}
