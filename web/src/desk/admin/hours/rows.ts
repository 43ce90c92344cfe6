import { CHANNELS, QUEUES, type Channel, type ClockSpan, type QueueKind, type WeeklyInterval } from '../shapes';
import { clockOf, DAY, minutesOf, tidyEnd, tidyTime } from './clock';

/** An interval while it is edited: times and dates as typed. */
export interface Span {
  id: string;
  opens: string;
  closes: string;
  nextDay: boolean;
}

export interface Row extends Span {
  queue: QueueKind;
  channel: Channel;
  weekday: number;
  from: string;
  until: string;
}

export interface Service {
  queue: QueueKind;
  channel: Channel;
}

let last = 0;

export function nextId(): string {
  last += 1;
  return `span-${last}`;
}

export function rowsOf(items: readonly WeeklyInterval[]): Row[] {
  return items.map((item) => ({
    id: nextId(),
    queue: item.queue,
    channel: item.channel,
    weekday: item.weekday,
    opens: item.opens.slice(0, 5),
    closes: item.closes.slice(0, 5),
    nextDay: item.closes_next_day === true,
    from: item.valid_from ?? '',
    until: item.valid_until ?? '',
  }));
}

export function spanOf({ opens, closes, nextDay }: Omit<Span, 'id'>): ClockSpan {
  const end = tidyEnd({ closes, nextDay });
  return {
    opens: tidyTime(opens),
    closes: end.closes,
    ...(end.nextDay ? { closes_next_day: true } : {}),
  };
}

/** The items to send, one a row and in the same order. */
export function itemsOf(rows: readonly Row[]): WeeklyInterval[] {
  return rows.map((row) => ({
    queue: row.queue,
    channel: row.channel,
    weekday: row.weekday,
    ...spanOf(row),
    ...(row.from === '' ? {} : { valid_from: row.from }),
    ...(row.until === '' ? {} : { valid_until: row.until }),
  }));
}

/** The intervals of one service on one weekday. */
export function dayOf(rows: readonly Row[], service: Service, weekday: number): Row[] {
  return ofService(rows, service).filter((row) => row.weekday === weekday);
}

export function ofService(rows: readonly Row[], { queue, channel }: Service): Row[] {
  return rows.filter((row) => row.queue === queue && row.channel === channel);
}

/** The service to begin with: the first in order that has hours. */
export function firstService(rows: readonly Row[]): Service {
  const all = QUEUES.flatMap((queue) => CHANNELS.map((channel): Service => ({ queue, channel })));
  return all.find((service) => ofService(rows, service).length > 0) ?? { queue: 'national', channel: 'chat' };
}

/** A new interval for a day: the usual hours, or what may follow after a break of half an hour. */
export function nextSpan(day: readonly Span[]): Span {
  const ends = day.map((row) => (row.nextDay ? DAY : (minutesOf(row.closes, true) ?? 0)));
  const opens = ends.length === 0 ? 9 * 60 : Math.max(...ends) + 30;
  if (opens > DAY - 60) return { id: nextId(), opens: '', closes: '', nextDay: false };
  const closes = Math.min(ends.length === 0 ? 15 * 60 + 30 : opens + 3 * 60, DAY);
  return { id: nextId(), opens: clockOf(opens), closes: clockOf(closes), nextDay: false };
}

/** Gives other weekdays the intervals of one; what those had is replaced. */
export function copyDay(rows: readonly Row[], service: Service, from: number, to: readonly number[]): Row[] {
  const source = dayOf(rows, service, from);
  const targets = to.filter((weekday) => weekday !== from);
  const replaced = new Set(targets.flatMap((weekday) => dayOf(rows, service, weekday)).map((row) => row.id));
  return [
    ...rows.filter((row) => !replaced.has(row.id)),
    ...targets.flatMap((weekday) => source.map((row) => ({ ...row, id: nextId(), weekday }))),
  ];
}

/** The week as fields to compare: one for each weekday of each service, `national/chat/1`. */
export function cellsOf(items: readonly WeeklyInterval[]): Record<string, WeeklyInterval[]> {
  const cells = new Map<string, WeeklyInterval[]>();
  for (const item of itemsOf(rowsOf(items))) {
    const key = `${item.queue}/${item.channel}/${item.weekday}`;
    cells.set(key, [...(cells.get(key) ?? []), item]);
  }
  return Object.fromEntries(
    [...cells]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, cell]) => [key, cell.toSorted((one, other) => startOf(one).localeCompare(startOf(other)))]),
  );
}

function startOf({ opens, valid_from: from }: WeeklyInterval): string {
  return `${opens}/${from ?? ''}`;
}

/** The sum of a week in hours, of the intervals that hold on a date and make sense. */
export function hoursOf(rows: readonly Row[], date: string): number {
  const holding = rows.filter(({ from, until }) => (from === '' || from <= date) && (until === '' || date <= until));
  return holding.reduce((sum, row) => sum + lengthOf(row), 0) / 60;
}

/** How long an interval is, in minutes; 0 when it makes no sense. */
export function lengthOf({ opens, closes, nextDay }: Omit<Span, 'id'>): number {
  const from = minutesOf(opens);
  const end = tidyEnd({ closes, nextDay });
  const to = minutesOf(end.closes, true);
  if (from === undefined || to === undefined) return 0;
  return Math.max(0, to + (end.nextDay ? DAY : 0) - from);
}
