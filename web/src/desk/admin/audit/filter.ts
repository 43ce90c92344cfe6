import type { AuditQuery } from '../records';
import type { AuditEntry } from '../shapes';

/** What is chosen above the log; an empty text is no choice. The days are dates in Norway, both included. */
export interface AuditFilter {
  action: string;
  account: string;
  from: string;
  until: string;
}

export interface Person {
  id: string;
  name: string;
}

export const NOTHING_ASKED: AuditFilter = { action: '', account: '', from: '', until: '' };

/** Whether the last day is not before the first. */
export function isInOrder({ from, until }: AuditFilter): boolean {
  return from === '' || until === '' || from <= until;
}

/** A filter as the API is asked; what is not chosen is absent. */
export function queryOf({ action, account, from, until }: AuditFilter): AuditQuery {
  return {
    ...(action !== '' && { action }),
    ...(account !== '' && { account }),
    ...(from !== '' && { from: startOfDay(from, 0) }),
    ...(until !== '' && { until: startOfDay(until, 1) }),
  };
}

/** Everybody who was met so far, by name. */
export function peopleOf(known: readonly Person[], entries: readonly AuditEntry[]): Person[] {
  const met = new Map(known.map((person) => [person.id, person]));
  for (const { actor } of entries) {
    if (actor.account_id !== undefined && actor.name !== undefined) {
      met.set(actor.account_id, { id: actor.account_id, name: actor.name });
    }
  }
  return [...met.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'nb'));
}

/** When a day in Norway begins, so many days later. */
export function startOfDay(date: string, daysLater: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + daysLater);
  // Norway is one or two hours ahead; midnight there falls into the evening before.
  const ahead = [1, 2].find((hours) => hourInNorway(new Date(day.getTime() - hours * 3_600_000)) === 0) ?? 1;
  return new Date(day.getTime() - ahead * 3_600_000).toISOString();
}

function hourInNorway(at: Date): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Oslo', hour: '2-digit', hourCycle: 'h23' }).format(at),
  );
}
