import type { ApiClient, Versioned } from '../api/client';
import type { AuditEntry, AuditPage, Retention, RetentionPreview, RetentionReports } from './shapes';

/** Which entries are asked for. */
export interface AuditQuery {
  action?: string | undefined;
  account?: string | undefined;
  /** Instants; `until` is not included. */
  from?: string | undefined;
  until?: string | undefined;
}

export type ExportFormat = 'csv' | 'jsonl';

const PAGE = 50;

/** What a centre, or the national layer, keeps: for how long, what was erased, and who did what. */
export class RecordsApi {
  readonly #client: ApiClient;
  readonly #path: string;

  /** `path` is a centre's, or `/national`. */
  constructor(client: ApiClient, path: string) {
    this.#client = client;
    this.#path = path;
  }

  retention(): Promise<Versioned<Retention>> {
    return this.#client.versioned('GET', `${this.#path}/retention`);
  }

  chooseRetention(choice: Retention, version: string): Promise<Versioned<Retention>> {
    return this.#client.versioned('PUT', `${this.#path}/retention`, choice, version);
  }

  /** What a choice would erase at once. */
  previewRetention(choice: Retention): Promise<RetentionPreview> {
    const query = queryOf({ ...choice });
    return this.#client.request('GET', `${this.#path}/retention/preview?${query}`);
  }

  reports(after: string | undefined): Promise<RetentionReports> {
    return this.#client.request('GET', `${this.#path}/retention/reports?${queryOf({ limit: PAGE, after })}`);
  }

  audit(asked: AuditQuery, after?: number): Promise<AuditPage> {
    return this.#client.request('GET', `${this.#path}/audit-log?${queryOf({ ...asked, limit: PAGE, after })}`);
  }

  auditEntry(seq: number): Promise<AuditEntry> {
    return this.#client.request('GET', `${this.#path}/audit-log/${seq}`);
  }

  /** Where the log is downloaded from. */
  auditFile(asked: AuditQuery, format: ExportFormat): string {
    return `/api/v1${this.#path}/audit-log/export?${queryOf({ ...asked, format })}`;
  }
}

function queryOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.toString();
}
