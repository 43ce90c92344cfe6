export const PASSWORD_LEAST = 12;

/** What somebody new chooses. */
export interface NewcomerDraft {
  name: string;
  password: string;
  again: string;
}

export type NewcomerFault = 'name_missing' | 'password_short' | 'again_other';

/** How many characters a password lacks; characters as people count them. */
export function lacking(password: string): number {
  return Math.max(0, PASSWORD_LEAST - [...password].length);
}

export function newcomerFaults({ name, password, again }: NewcomerDraft): Set<NewcomerFault> {
  const faults = new Set<NewcomerFault>();
  if (name.trim() === '') faults.add('name_missing');
  if (lacking(password) > 0) faults.add('password_short');
  if (again !== password) faults.add('again_other');
  return faults;
}
