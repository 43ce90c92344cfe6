import type { DeskClientFrame, DeskServerFrame } from '../../api/frames';
import type { Clock } from './clock';
import type { Socket } from './connection';

/** A clock that stands still until it is told to go on. */
export class HandClock implements Clock {
  #now = 1_000_000;
  #timers: { due: number; every?: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    return this.#add({ due: this.#now + ms, run });
  }

  every(ms: number, run: () => void): () => void {
    return this.#add({ due: this.#now + ms, every: ms, run });
  }

  /** Lets `ms` pass and runs what falls due, in order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.due <= end).toSorted((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#now = next.due;
      if (next.every === undefined) this.#timers = this.#timers.filter((timer) => timer !== next);
      else next.due += next.every;
      next.run();
    }
    this.#now = end;
  }

  #add(timer: { due: number; every?: number; run: () => void }): () => void {
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }
}

/** One socket whose other end is held by the test. */
export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: DeskClientFrame[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as DeskClientFrame);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.();
  }

  say(frame: DeskServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** The other end vanishes. */
  cut(): void {
    this.onclose?.();
  }

  /** The frames of one type, in the order they were sent. */
  frames<Type extends DeskClientFrame['type']>(type: Type): Extract<DeskClientFrame, { type: Type }>[] {
    return this.sent.filter((frame): frame is Extract<DeskClientFrame, { type: Type }> => frame.type === type);
  }
}

/** Opens fake sockets and remembers them. */
export class FakeLine {
  readonly sockets: FakeSocket[] = [];

  readonly open = (): FakeSocket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }
}
