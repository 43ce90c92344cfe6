import type { Problem } from '../../../api/shapes';
import { DAY, minutesOf } from './clock';
import { lengthOf, type Row, type Span } from './rows';

export type FaultField = 'opens' | 'closes' | 'until';

/** What is wrong with an interval, and in which field. */
export interface Fault {
  field: FaultField;
  kind: 'opens_bad' | 'closes_bad' | 'closes_early' | 'night_long' | 'overlap' | 'until_early' | 'refused';
  /** The interval it overlaps. */
  other?: Span & { weekday?: number };
}

export type Faults = ReadonlyMap<string, Fault>;

const DATE_MS = 86_400_000;

/** What is wrong with an interval by itself. */
export function spanFault(span: Span): Fault | undefined {
  if (minutesOf(span.opens) === undefined) return { field: 'opens', kind: 'opens_bad' };
  if (minutesOf(span.closes, true) === undefined) return { field: 'closes', kind: 'closes_bad' };
  if (lengthOf(span) <= 0) return { field: 'closes', kind: 'closes_early' };
  if (lengthOf(span) > DAY) return { field: 'closes', kind: 'night_long' };
  return undefined;
}

/** The first fault of each row of a week. */
export function weekFaults(rows: readonly Row[]): Faults {
  const faults = new Map<string, Fault>();
  for (const row of rows) {
    const fault = spanFault(row) ?? periodFault(row);
    if (fault) faults.set(row.id, fault);
  }
  const sound = rows.filter((row) => !faults.has(row.id));
  addOverlaps(faults, sound, (one, other) => sameService(one, other) && shareTime(one, other));
  return faults;
}

/** The first fault of each interval of one date. */
export function dateFaults(spans: readonly Span[]): Faults {
  const faults = new Map<string, Fault>();
  for (const span of spans) {
    const fault = spanFault(span);
    if (fault) faults.set(span.id, fault);
  }
  const sound = spans.filter((span) => !faults.has(span.id));
  addOverlaps(faults, sound, (one, other) => meet(0, one, 0, other));
  return faults;
}

/** What the server refused, by the rows the items were made from. */
export function refusedRows(problem: Problem, rows: readonly Row[]): Faults {
  const faults = new Map<string, Fault>();
  for (const { field } of problem.errors ?? []) {
    const match = /^items\.(\d+)(?:\.(\w+))?/.exec(field);
    const row = match ? rows[Number(match[1])] : undefined;
    if (row) faults.set(row.id, { field: fieldOf(match?.[2]), kind: 'refused' });
  }
  return faults;
}

function fieldOf(word: string | undefined): FaultField {
  if (word?.startsWith('closes')) return 'closes';
  return word?.startsWith('valid') ? 'until' : 'opens';
}

function addOverlaps<T extends Span>(
  faults: Map<string, Fault>,
  spans: readonly T[],
  overlap: (one: T, other: T) => boolean,
): void {
  for (const [place, one] of spans.entries()) {
    const other = spans.slice(0, place).find((earlier) => overlap(earlier, one));
    if (other) faults.set(one.id, { field: 'opens', kind: 'overlap', other });
  }
}

function periodFault({ from, until }: Row): Fault | undefined {
  return from !== '' && until !== '' && until < from ? { field: 'until', kind: 'until_early' } : undefined;
}

function sameService(one: Row, other: Row): boolean {
  return one.queue === other.queue && one.channel === other.channel;
}

/** Whether two rows are ever open at the same time. A night runs one date on, also into another period. */
function shareTime(one: Row, other: Row): boolean {
  return [-1, 0, 1].some(
    (days) =>
      (one.weekday + days + 6) % 7 === other.weekday - 1 &&
      meet(0, one, days * DAY, other) &&
      onSomeDate(one, other, days),
  );
}

/** Whether there is a date on which one row starts and so many days after which the other does. */
function onSomeDate(one: Row, other: Row, days: number): boolean {
  const starts = [dayOf(one.from, 0), dayOf(other.from, days)].filter((day) => day !== undefined);
  const ends = [dayOf(one.until, 0), dayOf(other.until, days)].filter((day) => day !== undefined);
  if (starts.length === 0 || ends.length === 0) return true;
  const from = Math.max(...starts);
  // 1 January 1970 was a Thursday.
  const ahead = (((one.weekday - 1 - ((from + 3) % 7)) % 7) + 7) % 7;
  return from + ahead <= Math.min(...ends);
}

/** The number of a date in days since 1970, less some days; nothing where none is set. */
function dayOf(date: string, less: number): number | undefined {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : at / DATE_MS - less;
}

function meet(day: number, one: Span, otherDay: number, other: Span): boolean {
  const begins = day + (minutesOf(one.opens) ?? 0);
  const otherBegins = otherDay + (minutesOf(other.opens) ?? 0);
  return begins < otherBegins + lengthOf(other) && otherBegins < begins + lengthOf(one);
}
