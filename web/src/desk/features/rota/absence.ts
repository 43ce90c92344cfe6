import { minutesOf } from '../../admin/hours/clock';
import type { Span } from './slots';
import { addDays, instantOf } from './wall';

/** An absence while it is written: whole days, or a part of them by the clock. */
export interface AbsenceDraft {
  staffId: string;
  from: string;
  until: string;
  wholeDays: boolean;
  fromTime: string;
  untilTime: string;
}

export type AbsenceFault = 'staff_missing' | 'from_missing' | 'until_missing' | 'until_early' | 'from_bad' | 'to_bad';

export const NO_ABSENCE: AbsenceDraft = {
  staffId: '',
  from: '',
  until: '',
  wholeDays: true,
  fromTime: '',
  untilTime: '',
};

/** What is wrong. Whose it is matters only where it can be chosen. */
export function absenceFaults(draft: AbsenceDraft, chosenPerson: boolean): Set<AbsenceFault> {
  const faults = new Set<AbsenceFault>();
  if (chosenPerson && draft.staffId === '') faults.add('staff_missing');
  if (draft.from === '') faults.add('from_missing');
  if (draft.until === '') faults.add('until_missing');
  if (!draft.wholeDays) {
    if (minutesOf(draft.fromTime) === undefined) faults.add('from_bad');
    if (minutesOf(draft.untilTime, true) === undefined) faults.add('to_bad');
  }
  if (faults.size === 0 && isEmpty(absenceSpan(draft))) faults.add('until_early');
  return faults;
}

/** From when to when; the last day of whole days is in it. */
export function absenceSpan({ from, until, wholeDays, fromTime, untilTime }: AbsenceDraft): Span {
  if (wholeDays) return span(from, 0, addDays(until, 1), 0);
  return span(from, minutesOf(fromTime) ?? 0, until, minutesOf(untilTime, true) ?? 0);
}

function span(from: string, fromMinutes: number, until: string, untilMinutes: number): Span {
  return {
    starts_at: instantOf({ date: from, minutes: fromMinutes }),
    ends_at: instantOf({ date: until, minutes: untilMinutes }),
  };
}

function isEmpty({ starts_at: start, ends_at: end }: Span): boolean {
  return Date.parse(end) <= Date.parse(start);
}
