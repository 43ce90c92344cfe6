import { describe, expect, test } from 'vitest';
import { networkProblem } from '../../api/client';
import { boardAt } from '../fixtures';
import { backOff, isStale, nextLine, OPENING, type LineState } from './line';

const live: LineState = { line: 'live', board: boardAt('2026-11-27T10:00:00Z'), heardAt: 1_000 };

describe('the line of the board', () => {
  test('the stream brings a picture and makes the line live', () => {
    const board = boardAt('2026-11-27T10:00:00Z');
    const state = nextLine(OPENING, { kind: 'board', by: 'stream', board, at: 5 });
    expect(state).toEqual({ line: 'live', board, heardAt: 5 });
  });

  test('a lost stream keeps the picture while it is asked for', () => {
    expect(nextLine(live, { kind: 'stream_lost' })).toEqual({ ...live, line: 'polling' });
  });

  test('when asking fails too, the line is down and the last picture stays', () => {
    const polling = nextLine(live, { kind: 'stream_lost' });
    const down = nextLine(polling, { kind: 'poll_failed', problem: networkProblem });
    expect(down).toEqual({ ...live, line: 'down', problem: networkProblem });
    const back = nextLine(down, { kind: 'board', by: 'poll', board: boardAt('2026-11-27T10:01:00Z'), at: 9 });
    expect(back).toEqual({ line: 'polling', board: boardAt('2026-11-27T10:01:00Z'), heardAt: 9 });
  });

  test('an answer that comes late takes nothing from a newer picture', () => {
    const older = { kind: 'board', by: 'poll', board: boardAt('2026-11-27T09:59:00Z'), at: 2_000 } as const;
    expect(nextLine(live, older)).toBe(live);
    expect(nextLine({ ...live, line: 'polling' }, older)).toEqual({ ...live, line: 'polling' });
    expect(nextLine(live, { kind: 'poll_failed', problem: networkProblem })).toBe(live);
  });

  test('a picture is stale when the line is down, or when nothing came for long', () => {
    expect(isStale(live, 2_000)).toBe(false);
    expect(isStale(live, 30_000)).toBe(true);
    expect(isStale({ ...live, line: 'down' }, 1_001)).toBe(true);
    expect(isStale(OPENING, 99_000)).toBe(false);
  });

  test('each failure waits twice as long, up to half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(backOff)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });
});
