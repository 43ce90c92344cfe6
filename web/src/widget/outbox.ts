import type { Problem } from '../api/shapes';

/** A message the person has sent and the service has not confirmed. */
export interface Pending {
  client_id: string;
  body: string;
  /** Why the service will never take it; absent while it is still on its way. */
  problem?: Problem;
}

/** Problems that pass by themselves: the message is sent again. */
const PASSING = new Set(['network', 'too_many_requests', 'internal', 'unavailable']);
const RETRY_MS = 3_000;

interface OutboxDeps {
  pending: () => readonly Pending[];
  change: (pending: readonly Pending[]) => void;
  /** Hands one message to the line; false when there is no line now. */
  transmit: (item: Pending) => boolean;
}

/**
 * Sends what was written, one message at a time and in order, until each is confirmed. The service recognises
 * a repeated `client_id`, so that sending again never makes a double.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  #inFlight: { client_id: string; since: number } | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  add(item: Pending): void {
    this.#deps.change([...this.#deps.pending(), item]);
    this.pump();
  }

  discard(clientId: string): void {
    this.#deps.change(this.#deps.pending().filter((item) => item.client_id !== clientId));
    this.pump();
  }

  /** Sends the oldest message that is not refused, unless one is under way. */
  pump(): void {
    if (this.#inFlight !== undefined || this.#retry !== undefined) return;
    const next = this.#deps.pending().find((item) => item.problem === undefined);
    if (next === undefined) return;
    if (this.#deps.transmit(next)) this.#inFlight = { client_id: next.client_id, since: Date.now() };
  }

  /** The line was lost or is new: what was under way may not have arrived. */
  restart(): void {
    this.#inFlight = undefined;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.pump();
  }

  stop(): void {
    this.#inFlight = undefined;
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  /** To be called when a message was confirmed, after it has left the pending ones. */
  confirmed(): void {
    const current = this.#inFlight;
    if (current !== undefined && !this.#deps.pending().some((item) => item.client_id === current.client_id)) {
      this.#inFlight = undefined;
    }
    this.pump();
  }

  refused(clientId: string, problem: Problem): void {
    if (this.#inFlight?.client_id === clientId) this.#inFlight = undefined;
    if (PASSING.has(problem.code)) {
      this.#retry ??= setTimeout(() => {
        this.#retry = undefined;
        this.pump();
      }, RETRY_MS);
      return;
    }
    this.#deps.change(this.#deps.pending().map((item) => (item.client_id === clientId ? { ...item, problem } : item)));
    this.pump();
  }

  /** Milliseconds the message under way has waited for its confirmation. */
  overdue(): number {
    return this.#inFlight === undefined ? 0 : Date.now() - this.#inFlight.since;
  }
}
