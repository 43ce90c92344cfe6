import type { Series, SeriesBody, Shift, ShiftBody } from '../../features/rota/shapes';
import { LONGEST, slotOf, spanOf, type Slot } from '../../features/rota/slots';
import { addDays, DAY } from '../../features/rota/wall';
import { clockOf, minutesOf } from '../hours/clock';
import type { Fields } from '../parts/merge';
import type { Channel, QueueKind } from '../shapes';

/** A shift while it is written: times and dates as typed. An end that is not after the start is on the next day. */
export interface ShiftDraft {
  staffId: string;
  date: string;
  from: string;
  to: string;
  channels: Channel[];
  queue: QueueKind;
  note: string;
  repeat: boolean;
  everyWeeks: string;
  until: string;
  skipClosed: boolean;
  /** Make the others where some would overlap. */
  skipCollisions: boolean;
}

export type ShiftFault =
  | 'staff_missing'
  | 'date_missing'
  | 'from_bad'
  | 'to_bad'
  | 'too_long'
  | 'channels_missing'
  | 'weeks_bad'
  | 'until_missing'
  | 'until_early'
  | 'until_far';

export const NOTE_LIMIT = 200;
export const MOST_WEEKS = 8;
const MOST_DAYS_AHEAD = 371;
const USUAL_DAYS = 12 * 7;

/** A new shift, drawn in the week. */
export function newDraft({ date, from, length }: Slot): ShiftDraft {
  return {
    staffId: '',
    date,
    from: clockOf(from),
    to: endText(from + length),
    channels: ['chat'],
    queue: 'national',
    note: '',
    repeat: false,
    everyWeeks: '1',
    until: addDays(date, USUAL_DAYS),
    skipClosed: true,
    skipCollisions: false,
  };
}

/** A shift to change, with how it repeats if it does. */
export function draftOf(shift: Shift, series?: Series): ShiftDraft {
  const slot = slotOf(shift);
  return {
    ...newDraft(slot),
    staffId: shift.staff_id,
    channels: shift.channels,
    queue: shift.queue,
    note: shift.note ?? '',
    ...(series && {
      everyWeeks: String(series.every_weeks),
      until: series.until,
      skipClosed: series.skip_closed,
    }),
  };
}

/** When the shift is, if its times make sense. */
export function slotOfDraft({ date, from, to }: ShiftDraft): Slot | undefined {
  const begins = minutesOf(from);
  const ends = minutesOf(to, true);
  if (!isDate(date) || begins === undefined || ends === undefined) return undefined;
  return { date, from: begins, length: ends > begins ? ends - begins : ends + DAY - begins };
}

/** What is wrong. `today` is where the time ahead is counted from. */
export function shiftFaults(draft: ShiftDraft, today: string): Set<ShiftFault> {
  const faults = new Set<ShiftFault>();
  if (draft.staffId === '') faults.add('staff_missing');
  if (!isDate(draft.date)) faults.add('date_missing');
  if (minutesOf(draft.from) === undefined) faults.add('from_bad');
  if (minutesOf(draft.to, true) === undefined) faults.add('to_bad');
  if ((slotOfDraft({ ...draft, date: today })?.length ?? 0) > LONGEST) faults.add('too_long');
  if (draft.channels.length === 0) faults.add('channels_missing');
  if (draft.repeat) addRepeatFaults(faults, draft, today);
  return faults;
}

function addRepeatFaults(faults: Set<ShiftFault>, { date, everyWeeks, until }: ShiftDraft, today: string): void {
  const weeks = /^\d+$/.test(everyWeeks.trim()) ? Number(everyWeeks) : 0;
  if (weeks < 1 || weeks > MOST_WEEKS) faults.add('weeks_bad');
  if (!isDate(until)) faults.add('until_missing');
  else if (until < date) faults.add('until_early');
  else if (until > furthest({ date }, today)) faults.add('until_far');
}

/** The last date to which shifts can be made now. */
export function furthest({ date }: Pick<ShiftDraft, 'date'>, today: string): string {
  const from = isDate(date) && date < today ? date : today;
  return addDays(from, MOST_DAYS_AHEAD);
}

/** The fields of a shift, to compare and to merge. */
export function fieldsOf({ staffId, channels, queue, note, ...times }: ShiftDraft): Fields {
  return { staff_id: staffId, when: slotOfDraft({ ...EMPTY, ...times }), channels, queue, note: note.trim() };
}

/** What to send of fields. */
export function bodyOf(fields: Fields): Partial<ShiftBody> {
  const { when, ...rest } = fields;
  return { ...rest, ...(when !== undefined && spanOf(when as Slot)) };
}

/** What to send for a new shift that does not repeat. */
export function shiftBody(draft: ShiftDraft): ShiftBody {
  const { note, ...body } = bodyOf(fieldsOf(draft)) as Required<ShiftBody>;
  return note === '' ? body : { ...body, note };
}

/** What to send for shifts that repeat; `undefined` as long as the draft makes no sense. */
export function seriesBody(draft: ShiftDraft): SeriesBody | undefined {
  const slot = slotOfDraft(draft);
  if (!slot) return undefined;
  const ends = slot.from + slot.length;
  return {
    staff_id: draft.staffId,
    first_on: draft.date,
    until: draft.until,
    every_weeks: Number(draft.everyWeeks),
    starts: clockOf(slot.from),
    ends: endText(ends),
    ...(ends > DAY && { ends_next_day: true }),
    channels: draft.channels,
    queue: draft.queue,
    ...(draft.note.trim() !== '' && { note: draft.note.trim() }),
    skip_closed: draft.skipClosed,
  };
}

const EMPTY = newDraft({ date: '1970-01-01', from: 0, length: 60 });

function endText(minutes: number): string {
  return clockOf(minutes > DAY ? minutes - DAY : minutes);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
