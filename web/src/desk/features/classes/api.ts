import type { County, Topic } from '../../../api/shapes';
import type { ApiClient } from '../../api/client';

/** What a class begins with, and how many for how long. */
export interface NewClass {
  county?: County;
  topic?: Topic;
  most_starts: number;
  minutes: number;
}

export interface ClassLink {
  id: string;
  county?: County;
  topic?: Topic;
  most_starts: number;
  valid_until: string;
  open: boolean;
  created_at: string;
}

/** With what is shown this once. */
export interface MadeClass {
  id: string;
  most_starts: number;
  valid_until: string;
  code: string;
  url: string;
}

/** The calls about links for classes of a centre. */
export class ClassesApi {
  readonly #client: ApiClient;
  readonly path: string;

  constructor(client: ApiClient, centreId: string) {
    this.#client = client;
    this.path = `/centres/${encodeURIComponent(centreId)}/classes`;
  }

  async open(): Promise<ClassLink[]> {
    const { items } = await this.#client.request<{ items: ClassLink[] }>('GET', this.path);
    return items.filter((link) => link.open);
  }

  make(link: NewClass): Promise<MadeClass> {
    return this.#client.request('POST', this.path, link);
  }

  end(id: string): Promise<void> {
    return this.#client.request('DELETE', `${this.path}/${encodeURIComponent(id)}`);
  }
}
