import type { ApiClient, Versioned } from '../../api/client';
import type { DryRun, DryRunOrder, Policy, PolicyApproval, PolicyChange, PolicyList } from '../shapes';

const PATH = '/national/policies';
const APPROVAL = '/national/policy-approval';

/** The calls about routing policies, one method each. */
export class PolicyApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  policies(): Promise<PolicyList> {
    return this.#client.request('GET', PATH);
  }

  policy(version: number): Promise<Versioned<Policy>> {
    return this.#client.versioned('GET', `${PATH}/${version}`);
  }

  /** A new draft with the rules of another version. */
  create(basedOn: number, note?: string): Promise<Versioned<Policy>> {
    return this.#client.versioned('POST', PATH, { based_on: basedOn, ...(note ? { note } : {}) });
  }

  change(version: number, change: PolicyChange, etag: string): Promise<Versioned<Policy>> {
    return this.#client.versioned('PUT', `${PATH}/${version}`, change, etag);
  }

  delete(version: number): Promise<void> {
    return this.#client.request('DELETE', `${PATH}/${version}`);
  }

  dryRun(version: number, order: DryRunOrder): Promise<DryRun> {
    return this.#client.request('POST', `${PATH}/${version}/dry-run`, order);
  }

  approve(version: number): Promise<Policy> {
    return this.#client.request('POST', `${PATH}/${version}/approve`);
  }

  /** Without an instant it is in force at once. */
  publish(version: number, at?: string): Promise<Policy> {
    return this.#client.request('POST', `${PATH}/${version}/publish`, at === undefined ? {} : { at });
  }

  unschedule(version: number): Promise<void> {
    return this.#client.request('DELETE', `${PATH}/${version}/publication`);
  }

  rollBack(version: number, reason: string): Promise<Policy> {
    return this.#client.request('POST', `${PATH}/${version}/rollback`, { reason });
  }

  approval(): Promise<Versioned<PolicyApproval>> {
    return this.#client.versioned('GET', APPROVAL);
  }

  setApproval(approval: PolicyApproval, etag: string): Promise<Versioned<PolicyApproval>> {
    return this.#client.versioned('PUT', APPROVAL, approval, etag);
  }
}
