import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiProblem } from '../api/problem';
import type { ServerFrame } from '../api/frames';
import type { ConversationPage } from '../api/shapes';
import { Connection, type ConnectionDeps, type SocketLike } from './connection';
import type { Incoming, Link } from './state';

class FakeSocket implements SocketLike {
  readonly sent: string[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(text: string): void {
    this.sent.push((JSON.parse(text) as { type: string }).type);
  }

  close(): void {
    this.closed = true;
  }

  receive(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const welcome = { type: 'welcome', state: 'active', seq: 0, language: 'nb' } as const;
const emptyPage: ConversationPage = { items: [], state: 'active', last_seq: 0 };

interface Bench {
  connection: Connection;
  sockets: FakeSocket[];
  frames: Incoming[];
  links: Link[];
  polls: number[];
  world: {
    after: number;
    gap: boolean;
    finished: boolean;
    overdue: number;
    poll: (after: number) => Promise<ConversationPage>;
  };
  last: () => FakeSocket;
  ready: ReturnType<typeof vi.fn>;
}

function bench(): Bench {
  const sockets: FakeSocket[] = [];
  const frames: Incoming[] = [];
  const links: Link[] = [];
  const polls: number[] = [];
  const ready = vi.fn<() => void>();
  const world: Bench['world'] = {
    after: 0,
    gap: false,
    finished: false,
    overdue: 0,
    poll: () => new Promise(() => undefined),
  };
  const deps: ConnectionDeps = {
    token: 'secret',
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    poll: (after, wait) => {
      polls.push(wait);
      return world.poll(after);
    },
    post: (item) =>
      Promise.resolve({
        message: { seq: 1, from: 'seeker', body: item.body, at: '', client_id: item.client_id },
        masked: false,
      }),
    after: () => world.after,
    hasGap: () => world.gap,
    finished: () => world.finished,
    overdue: () => world.overdue,
    frame: (frame) => frames.push(frame),
    link: (link) => links.push(link),
    ready,
    random: () => 1,
  };
  const last = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  return { connection: new Connection(deps), sockets, frames, links, polls, world, last, ready };
}

function online(): Bench {
  const made = bench();
  made.connection.start();
  made.last().onopen?.();
  made.last().receive(welcome);
  return made;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('over a WebSocket', () => {
  test('says hello first and is ready after the welcome', () => {
    const { last, links, ready } = online();
    expect(last().sent).toEqual(['hello']);
    expect(links).toEqual(['connecting', 'online']);
    expect(ready).toHaveBeenCalledTimes(1);
  });

  test('sends nothing before the welcome', () => {
    const made = bench();
    made.connection.start();
    made.last().onopen?.();
    expect(made.connection.transmit({ client_id: 'a', body: 'hei' })).toBe(false);
    expect(made.last().sent).toEqual(['hello']);
  });

  test('pings every ten seconds', () => {
    const { last } = online();
    vi.advanceTimersByTime(10_000);
    expect(last().sent).toEqual(['hello', 'ping']);
  });

  test('takes a silent line for dead and opens a new one', () => {
    const { sockets, links } = online();
    vi.advanceTimersByTime(30_000);
    expect(sockets[0]?.closed).toBe(true);
    vi.advanceTimersByTime(600);
    expect(sockets).toHaveLength(2);
    expect(links.at(-1)).toBe('broken');
  });

  test('waits longer after each failure, and no longer than twenty seconds', () => {
    const made = online();
    made.last().onclose?.();
    vi.advanceTimersByTime(499);
    expect(made.sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(made.sockets).toHaveLength(2);
    made.last().onclose?.();
    vi.advanceTimersByTime(999);
    expect(made.sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(made.sockets).toHaveLength(3);
  });

  test('a device that comes online does not wait out the pause', () => {
    const made = online();
    made.last().onclose?.();
    made.connection.wake();
    expect(made.sockets).toHaveLength(2);
  });

  test('a gap that is not filled within two seconds asks for everything again', () => {
    const made = online();
    made.world.gap = true;
    made.last().receive({ type: 'pong' });
    vi.advanceTimersByTime(1_900);
    expect(made.sockets).toHaveLength(1);
    vi.advanceTimersByTime(700);
    expect(made.sockets).toHaveLength(2);
  });

  test('a gap that is filled in time is no reason to reconnect', () => {
    const made = online();
    made.world.gap = true;
    made.last().receive({ type: 'pong' });
    made.world.gap = false;
    made.last().receive({ type: 'pong' });
    vi.advanceTimersByTime(9_000);
    expect(made.sockets).toHaveLength(1);
  });

  test('a message that is not confirmed in ten seconds makes a new line', () => {
    const made = online();
    made.world.overdue = 10_001;
    vi.advanceTimersByTime(10_600);
    expect(made.sockets).toHaveLength(2);
  });

  test('comes back when the server shuts down', () => {
    const made = online();
    made.last().receive({ type: 'bye', reason: 'shutdown', resume: true });
    vi.advanceTimersByTime(500);
    expect(made.sockets).toHaveLength(2);
  });

  test('an erased conversation is gone and not asked for again', () => {
    const made = online();
    made.last().receive({ type: 'bye', reason: 'erased', resume: false });
    vi.advanceTimersByTime(60_000);
    expect(made.links.at(-1)).toBe('gone');
    expect(made.sockets).toHaveLength(1);
  });

  test('a line that closes after the conversation is over is not opened again', () => {
    const made = online();
    made.world.finished = true;
    made.last().onclose?.();
    vi.advanceTimersByTime(60_000);
    expect(made.sockets).toHaveLength(1);
    expect(made.links.at(-1)).toBe('idle');
  });
});

describe('where WebSockets do not get through', () => {
  async function polling(poll: (after: number) => Promise<ConversationPage>): Promise<Bench> {
    const made = bench();
    made.world.poll = poll;
    made.connection.start();
    made.last().onclose?.();
    await vi.advanceTimersByTimeAsync(500);
    made.last().onclose?.();
    await vi.advanceTimersByTimeAsync(1_000);
    return made;
  }

  test('polls after the second socket that does not open, first without waiting', async () => {
    let answered = 0;
    const made = await polling(() => (answered++ === 0 ? Promise.resolve(emptyPage) : new Promise(() => undefined)));
    expect(made.sockets).toHaveLength(2);
    expect(made.polls).toEqual([0, 25]);
    expect(made.links.at(-1)).toBe('online');
  });

  test('makes frames of what it gets', async () => {
    const message = { seq: 1, from: 'counsellor', body: 'hei', at: '' } as const;
    let answered = 0;
    const made = await polling(() =>
      answered++ === 0
        ? Promise.resolve({ ...emptyPage, items: [message], last_seq: 1 })
        : new Promise(() => undefined),
    );
    expect(made.frames).toEqual([
      { type: 'welcome', state: 'active', seq: 1 },
      { type: 'message', ...message },
    ]);
  });

  test('posts messages instead of framing them', async () => {
    let answered = 0;
    const made = await polling(() => (answered++ === 0 ? Promise.resolve(emptyPage) : new Promise(() => undefined)));
    expect(made.connection.transmit({ client_id: 'a', body: 'hei' })).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(made.frames.at(-1)).toMatchObject({ type: 'message', client_id: 'a', seq: 1 });
  });

  test('a conversation the service does not know is gone', async () => {
    const made = await polling(() =>
      Promise.reject(new ApiProblem({ type: 'x', title: '', status: 404, code: 'not_found' })),
    );
    expect(made.links.at(-1)).toBe('gone');
  });

  test('tries a WebSocket again when nothing gets through at all', async () => {
    const made = await polling(() =>
      Promise.reject(new ApiProblem({ type: 'x', title: '', status: 0, code: 'network' })),
    );
    expect(made.links.at(-1)).toBe('broken');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(made.sockets.length).toBeGreaterThan(2);
  });

  test('tries a WebSocket again at once where one has worked before', async () => {
    const made = bench();
    made.world.poll = () => Promise.resolve(emptyPage);
    made.connection.start();
    made.last().receive(welcome);
    made.last().onclose?.();
    for (let outage = 0; outage < 2; outage += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      made.last().onclose?.();
    }
    await vi.advanceTimersByTimeAsync(2_000);
    expect(made.polls).toEqual([0]);
    expect(made.sockets).toHaveLength(4);
    made.last().receive(welcome);
    expect(made.links.at(-1)).toBe('online');
  });

  test('tries a WebSocket again after five minutes of polling', async () => {
    const made = await polling(() => new Promise((resolve) => setTimeout(resolve, 25_000, emptyPage)));
    await vi.advanceTimersByTimeAsync(330_000);
    expect(made.sockets).toHaveLength(3);
  });
});
