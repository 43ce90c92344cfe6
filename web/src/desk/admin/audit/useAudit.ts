import { useState } from 'react';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import { useTask, type Task } from '../parts/useTask';
import type { AuditQuery, RecordsApi } from '../records';
import type { AuditEntry, AuditPage } from '../shapes';

interface Pages {
  first: AuditPage;
  entries: AuditEntry[];
  next: AuditPage['next'];
}

export interface Audit {
  /** The first page; what was loaded after it is in `entries`. */
  first: Loaded<AuditPage>;
  entries: readonly AuditEntry[];
  more: (() => void) | undefined;
  task: Task;
}

/** The audit log, newest first, as far as it was asked for. */
export function useAudit(records: RecordsApi, asked: AuditQuery): Audit {
  const first = useLoaded(`admin/audit/${JSON.stringify(asked)}`, () => records.audit(asked));
  const [later, setLater] = useState<Pages>();
  const task = useTask();
  const { value } = first;
  const pages = value && (later?.first === value ? later : { first: value, entries: value.items, next: value.next });
  const next = pages?.next;
  const load = (pages: Pages, after: NonNullable<Pages['next']>) =>
    task.run(async () => {
      const page = await records.audit(asked, after);
      setLater({ first: pages.first, entries: [...pages.entries, ...page.items], next: page.next });
    });
  return {
    first,
    entries: pages?.entries ?? [],
    more: pages && next !== undefined ? () => void load(pages, next) : undefined,
    task,
  };
}
