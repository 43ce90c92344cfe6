import type { ApiClient, Versioned } from '../../api/client';
import type { Board, Thresholds } from '../shapes';

/** Where the board comes from as it changes. */
export const STREAM = '/api/v1/national/board/stream';

/** The calls of the live board. */
export class BoardApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  board(): Promise<Board> {
    return this.#client.request('GET', '/national/board');
  }

  thresholds(): Promise<Versioned<Thresholds>> {
    return this.#client.versioned('GET', '/national/board/thresholds');
  }

  setThresholds(limits: Thresholds, version: string): Promise<Versioned<Thresholds>> {
    return this.#client.versioned('PUT', '/national/board/thresholds', limits, version);
  }
}
