import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError, networkProblem } from '../../api/client';
import { boardAt } from '../fixtures';
import type { Board } from '../shapes';
import { BoardFeed, type Ports, type StreamEars } from './feed';
import { nextLine, OPENING, type LineState } from './line';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A feed in hand: its streams, what it was told, and how asking ends. */
function start({ streams = true } = {}) {
  const opened: { ears: StreamEars; closed: boolean }[] = [];
  const poll = vi.fn<() => Promise<Board>>(() => Promise.resolve(boardAt(new Date().toISOString())));
  let state: LineState = OPENING;
  const ports: Ports = {
    stream: streams
      ? (ears) => {
          const one = { ears, closed: false };
          opened.push(one);
          return () => {
            one.closed = true;
          };
        }
      : undefined,
    poll,
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => {
        clearTimeout(timer);
      };
    },
  };
  const feed = new BoardFeed(ports, (event) => {
    state = nextLine(state, event);
  });
  feed.open();
  return { feed, opened, poll, line: () => state.line, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

const now = () => boardAt(new Date().toISOString());

describe('the feed of the board', () => {
  test('a stream that works is not asked beside', async () => {
    const { opened, poll, line, pass } = start();
    opened[0]?.ears.board(now());
    await pass(15_000);
    expect(line()).toBe('live');
    expect(poll).not.toHaveBeenCalled();
  });

  test('a lost stream is asked for every two seconds, and opened again with back-off', async () => {
    const { opened, poll, line, pass } = start();
    opened[0]?.ears.board(now());
    opened[0]?.ears.lost();
    await pass(0);
    expect(opened[0]?.closed).toBe(true);
    expect(line()).toBe('polling');
    expect(poll).toHaveBeenCalledTimes(1);
    await pass(1_000);
    expect(opened).toHaveLength(2);
    opened[1]?.ears.lost();
    await pass(1_999);
    expect(opened).toHaveLength(2);
    await pass(1);
    expect(opened).toHaveLength(3);
    expect(poll).toHaveBeenCalledTimes(2);
    opened[2]?.ears.board(now());
    await pass(10_000);
    expect(line()).toBe('live');
    expect(poll).toHaveBeenCalledTimes(2);
  });

  test('when neither works the line is down, and comes up by itself', async () => {
    const { opened, poll, line, pass } = start();
    poll.mockRejectedValue(new ApiError(networkProblem));
    opened[0]?.ears.board(now());
    opened[0]?.ears.lost();
    await pass(0);
    expect(line()).toBe('down');
    poll.mockResolvedValue(now());
    await pass(2_000);
    expect(line()).toBe('polling');
  });

  test('a stream that says nothing is given up, and so is an answer that does not come', async () => {
    const { opened, poll, line, pass } = start();
    poll.mockReturnValue(new Promise(() => undefined));
    opened[0]?.ears.board(now());
    await pass(20_000);
    expect(opened[0]?.closed).toBe(true);
    expect(line()).toBe('polling');
    await pass(10_000);
    expect(line()).toBe('down');
  });

  test('a browser without streams asks', async () => {
    const { poll, line, pass } = start({ streams: false });
    await pass(4_000);
    expect(line()).toBe('polling');
    expect(poll).toHaveBeenCalledTimes(3);
  });

  test('a closed feed does nothing more', async () => {
    const { feed, opened, poll, pass } = start();
    opened[0]?.ears.lost();
    await pass(0);
    feed.close();
    await pass(60_000);
    expect(opened).toHaveLength(1);
    expect(poll).toHaveBeenCalledTimes(1);
  });
});
