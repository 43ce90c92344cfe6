import type { StaffAccount, StaffMember } from '../shapes';

/** Somebody of the centre: a member of its staff, somebody with a role in it, or both. */
export interface Person {
  key: string;
  /** As members are called among colleagues; those who may not read that get the name seekers see. */
  name: string;
  member: StaffMember | undefined;
  account: StaffAccount | undefined;
}

/** Everybody of the centre by name. Accounts are empty for those who may not read them. */
export function peopleOf(members: readonly StaffMember[], accounts: readonly StaffAccount[]): Person[] {
  const byMember = new Map(accounts.map((account) => [account.staff_id, account]));
  const known = new Set(members.map(({ id }) => id));
  const people: Person[] = members.map((member) => {
    const account = byMember.get(member.id);
    return { key: member.id, name: account?.name ?? member.alias, member, account };
  });
  for (const account of accounts) {
    if (account.staff_id !== undefined && known.has(account.staff_id)) continue;
    people.push({ key: account.account_id, name: account.name, member: undefined, account });
  }
  return people.toSorted((one, other) => one.name.localeCompare(other.name, 'nb'));
}

/** Whether every word typed is somewhere in the text. */
export function holds(text: string, typed: string): boolean {
  const lower = text.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
