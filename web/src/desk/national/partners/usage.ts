import type { BarRow } from '../parts/PairBars';
import type { UsageDay } from './shapes';

/** Calls, and how many of them were refused or failed. */
export interface Total {
  calls: number;
  refused: number;
  failed: number;
}

const NOTHING: Total = { calls: 0, refused: 0, failed: 0 };
const DAY_MS = 86_400_000;

/** All calls together. */
export function totalOf(items: readonly UsageDay[]): Total {
  return items.reduce((sum, { calls, refused, failed }) => added(sum, { calls, refused, failed }), NOTHING);
}

/** A part of all calls; nothing of nothing. */
export function shareOf(part: number, { calls }: Total): number {
  return calls === 0 ? 0 : part / calls;
}

export interface Span {
  /** The first and the last day of it. */
  from: string;
  until: string;
  total: Total;
}

/** The last `count` days up to `last`, each with its calls; days without any are there too. */
export function daysOf(items: readonly UsageDay[], last: string, count: number): Span[] {
  return spansOf(items, last, count, 1);
}

/** The last `count` weeks of seven days up to `last`. */
export function weeksOf(items: readonly UsageDay[], last: string, count: number): Span[] {
  return spansOf(items, last, count, 7);
}

function spansOf(items: readonly UsageDay[], last: string, count: number, days: number): Span[] {
  return Array.from({ length: count }, (_, place) => {
    const until = shifted(last, -(count - 1 - place) * days);
    const from = shifted(until, 1 - days);
    const within = items.filter(({ day }) => day >= from && day <= until);
    return { from, until, total: totalOf(within) };
  });
}

/** What became of the calls of each operation, the busiest first. */
export function operationRows(items: readonly UsageDay[], nameOf: (operation: string) => string): BarRow[] {
  const byName = new Map<string, Total>();
  for (const { operation, calls, refused, failed } of items) {
    byName.set(operation, added(byName.get(operation) ?? NOTHING, { calls, refused, failed }));
  }
  return [...byName]
    .toSorted(([one, some], [other, more]) => more.calls - some.calls || one.localeCompare(other))
    .map(([operation, total]) => ({ key: operation, name: nameOf(operation), values: valuesOf(total) }));
}

/** Answered, refused, failed: what the plots show of a total. */
export function valuesOf({ calls, refused, failed }: Total): number[] {
  return [calls - refused - failed, refused, failed];
}

function added(one: Total, other: Total): Total {
  return {
    calls: one.calls + other.calls,
    refused: one.refused + other.refused,
    failed: one.failed + other.failed,
  };
}

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
}
