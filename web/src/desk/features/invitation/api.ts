import type { components } from '../../../api/staff';
import type { ApiClient } from '../../api/client';

export type ShownInvitation = components['schemas']['ShownInvitation'];

/** The calls of somebody who holds the link of an invitation. The token is sent in the body, which nobody logs. */
export class LinkApi {
  readonly #client: ApiClient;
  readonly #token: string;

  constructor(client: ApiClient, token: string) {
    this.#client = client;
    this.#token = token;
  }

  show(): Promise<ShownInvitation> {
    return this.#client.request('POST', '/auth/invitations/show', { token: this.#token });
  }

  /** Accepts by a log-in of one's own. */
  accept(name: string, password: string): Promise<void> {
    return this.#client.request('POST', '/auth/invitations/accept', { token: this.#token, name, password });
  }

  /** Accepts as who is logged in. */
  join(): Promise<void> {
    return this.#client.request('POST', '/auth/invitations/join', { token: this.#token });
  }
}
