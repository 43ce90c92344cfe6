import { TOPICS, type Language } from '../../../api/shapes';
import { wholeNumber } from '../centre/draft';
import { same } from '../parts/merge';
import type { StaffChange, StaffMember } from '../shapes';

export const ALIAS_LIMIT = 40;
export const UNITS_LIMIT = 20;

/** A member of the staff while it is edited. */
export interface StaffDraft {
  alias: string;
  languages: Language[];
  topics: string[];
  units: string;
}

export type StaffFault = 'alias_missing' | 'languages_missing' | 'units_bad';

export function staffDraft({ alias, languages, topics, capacity_units: units }: StaffMember): StaffDraft {
  return { alias, languages: languages.toSorted(), topics: topics.toSorted(), units: String(units) };
}

export function staffFaults({ alias, languages, units }: StaffDraft): Set<StaffFault> {
  const faults = new Set<StaffFault>();
  if (alias.trim() === '') faults.add('alias_missing');
  if (languages.length === 0) faults.add('languages_missing');
  if (wholeNumber(units, UNITS_LIMIT) === undefined) faults.add('units_bad');
  return faults;
}

/** Only what differs from the member as it was. */
export function staffChange(draft: StaffDraft, member: StaffMember): StaffChange {
  const before = staffDraft(member);
  return {
    ...(draft.alias.trim() !== before.alias && { alias: draft.alias.trim() }),
    ...(!same(draft.languages.toSorted(), before.languages) && { languages: draft.languages }),
    ...(!same(draft.topics.toSorted(), before.topics) && { topics: draft.topics }),
    ...(Number(draft.units) !== member.capacity_units && { capacity_units: Number(draft.units) }),
  };
}

/** The topics to tick: those the service knows, and others the member has. */
export function topicsOf(member: StaffMember): string[] {
  const known: readonly string[] = TOPICS;
  return [...known, ...member.topics.filter((topic) => !known.includes(topic))];
}
