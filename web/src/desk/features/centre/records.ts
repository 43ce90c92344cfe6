import type { Me } from '../../../api/shapes';

export type RecordsPage = 'retention' | 'audit';

const ACTIONS: Readonly<Record<RecordsPage, string>> = {
  retention: 'national:retention_get',
  audit: 'national:audit_list',
};

/** The pages about what the national layer keeps, as far as the account may see them. */
export function recordsPages(me: Me): RecordsPage[] {
  return (['retention', 'audit'] as const).filter((page) => me.actions.includes(ACTIONS[page]));
}
