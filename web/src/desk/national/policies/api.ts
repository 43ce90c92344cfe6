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

  /** Approves what was read: somebody else's change meanwhile is refused. */
  approve(version: number, tag: string): Promise<Versioned<Policy>> {
    return this.#client.versioned('POST', `${PATH}/${version}/approve`, undefined, tag);
  }

  /** Without an instant it is in force at once; only as it was read. */
  publish(version: number, tag: string, at?: string): Promise<Versioned<Policy>> {
    return this.#client.versioned('POST', `${PATH}/${version}/publish`, at === undefined ? {} : { at }, tag);
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
