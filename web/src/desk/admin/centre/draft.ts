import type { Language } from '../../../api/shapes';
import { same, type Fields } from '../parts/merge';
import type { Centre, CentreChange } from '../shapes';

export const NAME_LIMIT = 120;
const RESERVE_LIMIT = 1_000;

/** A centre while it is edited. */
export interface CentreDraft {
  name: string;
  languages: Language[];
  reserve: string;
  zone: string;
}

export type CentreFault = 'name_missing' | 'languages_missing' | 'reserve_bad';

export function draftOf({ name, languages, local_reserve: reserve, time_zone: zone }: Centre): CentreDraft {
  return { name, languages: languages.toSorted(), reserve: String(reserve), zone };
}

/** The zones a browser knows, and the one that is chosen in any case. */
export function zonesWith(chosen: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes(chosen) ? known : [chosen, ...known];
}

export function centreFaults({ name, languages, reserve }: Omit<CentreDraft, 'zone'>): Set<CentreFault> {
  const faults = new Set<CentreFault>();
  if (name.trim() === '') faults.add('name_missing');
  if (languages.length === 0) faults.add('languages_missing');
  if (wholeNumber(reserve, RESERVE_LIMIT) === undefined) faults.add('reserve_bad');
  return faults;
}

/** A draft as fields to compare. */
export function fieldsOfDraft({ name, languages, reserve, zone }: CentreDraft): Fields {
  return { name: name.trim(), languages: languages.toSorted(), local_reserve: Number(reserve), time_zone: zone };
}

/** Only what differs from the centre as it was. */
export function changeOf(fields: Fields, centre: Centre): CentreChange {
  const before = fieldsOfDraft(draftOf(centre));
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !same(value, before[name])));
}

/** A whole number from 0 to the limit, as typed. */
export function wholeNumber(text: string, limit: number): number | undefined {
  const number = Number(text.trim());
  return /^\d+$/.test(text.trim()) && number <= limit ? number : undefined;
}
