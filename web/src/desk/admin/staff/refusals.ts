import type { Problem } from '../../../api/shapes';
import type { DeskKey, I18n } from '../../app/i18n';
import { refusedFields } from '../parts/useTask';

/** The server's reasons that say more than that a field is wrong. */
const KNOWN: Readonly<Record<string, DeskKey>> = {
  "is a member's already": 'desk.admin.staff.refused_member',
  'is invited already': 'desk.admin.staff.refused_invited',
  'is not an e-mail address': 'desk.admin.staff.email_bad',
  'the centre has an administrator, who invites everybody else': 'desk.admin.staff.refused_administrator',
  'is on an earlier line': 'desk.admin.import.twice',
  'must leave the centre at least one administrator': 'desk.admin.staff.refused_last',
};

/** What a reason of the server says in the reader's language, where it says more than the field. */
export function reasonText({ t }: I18n, reason: string): string | undefined {
  const key = KNOWN[reason];
  return key === undefined ? undefined : t(key);
}

/** What the server has against a field. */
export function refusal(i18n: I18n, problem: Problem | undefined, field: string): string | undefined {
  if (!refusedFields(problem).has(field)) return undefined;
  const faults = (problem?.errors ?? []).filter((one) => one.field.split('.')[0] === field);
  const [known] = faults.flatMap(({ reason }) => reasonText(i18n, reason) ?? []);
  return known ?? i18n.t('desk.admin.refused');
}
