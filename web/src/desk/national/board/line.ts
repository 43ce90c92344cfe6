import type { Problem } from '../../../api/shapes';
import type { Board } from '../shapes';

/** How the board comes: not yet, as it changes, by asking, or not at all. */
type Line = 'opening' | 'live' | 'polling' | 'down';

export interface LineState {
  line: Line;
  /** The last picture there was. */
  board?: Board;
  /** When it came, by the clock of this machine. */
  heardAt?: number;
  /** Why asking gave nothing. */
  problem?: Problem;
}

export type LineEvent =
  | { kind: 'board'; by: 'stream' | 'poll'; board: Board; at: number }
  | { kind: 'stream_lost' }
  | { kind: 'poll_failed'; problem: Problem };

export const OPENING: LineState = { line: 'opening' };

/** What a message, or the lack of one, makes of the board. */
export function nextLine(state: LineState, event: LineEvent): LineState {
  switch (event.kind) {
    case 'board': {
      const { board, at, by } = event;
      // An answer that was on its way while the stream told something newer.
      const late = by === 'poll' && (state.line === 'live' || isOlder(board, state.board));
      if (late) return state.line === 'live' ? state : { ...withoutProblem(state), line: 'polling' };
      return { line: by === 'stream' ? 'live' : 'polling', board, heardAt: at };
    }
    case 'stream_lost':
      // Until asking fails too, the picture may still be renewed.
      return state.line === 'live' ? { ...state, line: 'polling' } : state;
    case 'poll_failed':
      return state.line === 'live' ? state : { ...state, line: 'down', problem: event.problem };
  }
}

/** The server tells the board at least every 15 seconds; silence for longer means that the line is dead. */
export const SILENCE_MS = 20_000;
export const POLL_MS = 2_000;
/** An answer that takes longer does not come. */
export const POLL_LIMIT_MS = 10_000;
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How long to wait before the stream is tried once more. */
export function backOff(fails: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, fails - 1));
}

/** Whether the picture on the screen can no longer be trusted. */
export function isStale({ line, heardAt }: LineState, now: number): boolean {
  return line === 'down' || (heardAt !== undefined && now - heardAt > SILENCE_MS + POLL_MS);
}

function isOlder(board: Board, than: Board | undefined): boolean {
  return than !== undefined && Date.parse(board.at) < Date.parse(than.at);
}

function withoutProblem({ problem: _, ...state }: LineState): LineState {
  return state;
}
