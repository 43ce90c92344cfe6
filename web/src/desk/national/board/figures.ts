import type { Alarm, AlarmKind, Board, BoardCentre } from '../shapes';
import type { LineState } from './line';

/** Seconds since the picture on the screen was made, as far as it was not already old when it came. */
export function ageOf({ heardAt }: LineState, now: number): number {
  return heardAt === undefined ? 0 : Math.max(0, Math.round((now - heardAt) / 1_000));
}

/**
 * Seconds somebody has waited who came at `since`. Counts on from what the server knew by this machine's clock, so
 * that a wrong clock here does no harm; stands still while the line is down, when nobody knows who still waits.
 */
export function waitedSince(since: string, { board, heardAt, line }: LineState, now: number): number {
  if (board === undefined) return 0;
  const then = (Date.parse(board.at) - Date.parse(since)) / 1_000;
  const after = line === 'down' || heardAt === undefined ? 0 : (now - heardAt) / 1_000;
  return Math.max(0, Math.floor(then + Math.max(0, after)));
}

/** The part of those who came today that left without an answer, 0 to 1. */
export function abandonedPart({ joined, abandoned }: Board['today']): number | undefined {
  return joined === 0 ? undefined : abandoned / joined;
}

/** Worst first: what stops the service, then what slows it. */
const RANK: Readonly<Record<AlarmKind, number>> = {
  closed_waiting: -1,
  no_counsellor: 0,
  centre_dropped: 1,
  bus_away: 2,
  longest_wait: 3,
  waiting: 4,
  abandoned: 5,
  service_level: 6,
};

export function ranked(alarms: readonly Alarm[]): Alarm[] {
  return alarms.toSorted((a, b) => RANK[a.kind] - RANK[b.kind] || a.since.localeCompare(b.since));
}

/** The same alarm keeps its key while its figures change. */
export function keyOfAlarm({ kind, language, centre_id: centre }: Alarm): string {
  return [kind, language, centre].filter((part) => part !== undefined).join('/');
}

/** A tile of the map: what a county's centres are like now. */
export type TileState = 'none' | 'closed' | 'free' | 'busy' | 'empty';

interface Tile {
  county: string;
  state: TileState;
  centres: number;
  available: number;
  /** Counsellors who are there, whether or not they can take somebody now. */
  present: number;
  conversations: number;
}

/** Where each county stands, row by row: roughly as Norway lies. */
const MAP: readonly (readonly (string | undefined)[])[] = [
  [undefined, undefined, '55', '56'],
  [undefined, undefined, '18', undefined],
  [undefined, '50', undefined, undefined],
  ['15', '34', undefined, undefined],
  ['46', '33', '03', '32'],
  ['11', '40', '39', '31'],
  [undefined, '42', undefined, undefined],
];

export interface Placed extends Tile {
  row: number;
  column: number;
}

/** The map's tiles from north to south. */
export function tilesOf(centres: readonly BoardCentre[]): Placed[] {
  return MAP.flatMap((counties, row) =>
    counties.flatMap((county, column) =>
      county === undefined ? [] : [{ ...tileOf(county, centres), row: row + 1, column: column + 1 }],
    ),
  );
}

function tileOf(county: string, all: readonly BoardCentre[]): Tile {
  const centres = all.filter((one) => one.county === county);
  const sum = (of: (centre: BoardCentre) => number) => centres.reduce((total, one) => total + of(one), 0);
  const available = sum((one) => one.available);
  const present = sum((one) => one.available + one.away + one.wrap_up);
  const conversations = sum((one) => one.conversations);
  const open = centres.some((one) => one.open);
  return { county, state: stateOf(), centres: centres.length, available, present, conversations };

  function stateOf(): TileState {
    if (centres.length === 0) return 'none';
    if (!open) return 'closed';
    if (available > 0) return 'free';
    return present > 0 || conversations > 0 ? 'busy' : 'empty';
  }
}
