import { TOPICS, type Language } from '../../../api/shapes';
import { wholeNumber } from '../centre/draft';
import { same } from '../parts/merge';
import { ROLES, type CentreRole, type Channel, type StaffChange, type StaffMember } from '../shapes';

export const ALIAS_LIMIT = 40;
export const UNITS_LIMIT = 20;

/** How somebody serves a centre, while it is edited. */
export interface MembershipDraft {
  alias: string;
  languages: Language[];
  topics: string[];
  channels: Channel[];
  units: string;
  home: boolean;
}

export type MembershipFault = 'alias_missing' | 'languages_missing' | 'channels_missing' | 'units_bad';

export function membershipDraft(member: StaffMember): MembershipDraft {
  return {
    alias: member.alias,
    languages: member.languages.toSorted(),
    topics: member.topics.toSorted(),
    channels: member.channels.toSorted(),
    units: String(member.capacity_units),
    home: member.works_from_home,
  };
}

export function membershipFaults({ alias, languages, channels, units }: MembershipDraft): Set<MembershipFault> {
  const faults = new Set<MembershipFault>();
  if (alias.trim() === '') faults.add('alias_missing');
  if (languages.length === 0) faults.add('languages_missing');
  if (channels.length === 0) faults.add('channels_missing');
  if (wholeNumber(units, UNITS_LIMIT) === undefined) faults.add('units_bad');
  return faults;
}

/** Only what differs from the member as it was. */
export function membershipChange(draft: MembershipDraft, member: StaffMember): StaffChange {
  const before = membershipDraft(member);
  return {
    ...(draft.alias.trim() !== before.alias && { alias: draft.alias.trim() }),
    ...(!same(draft.languages.toSorted(), before.languages) && { languages: draft.languages }),
    ...(!same(draft.topics.toSorted(), before.topics) && { topics: draft.topics }),
    ...(!same(draft.channels.toSorted(), before.channels) && { channels: draft.channels }),
    ...(Number(draft.units) !== member.capacity_units && { capacity_units: Number(draft.units) }),
    ...(draft.home !== before.home && { works_from_home: draft.home }),
  };
}

/** The topics to tick: those the service knows, and others the member has. */
export function topicsOf(topics: readonly string[] = []): string[] {
  const known: readonly string[] = TOPICS;
  return [...known, ...topics.filter((topic) => !known.includes(topic))];
}

/** The roles of a centre among some words, in the order they are listed in. */
export function centreRoles(words: readonly string[]): CentreRole[] {
  return ROLES.filter((role) => words.includes(role));
}
