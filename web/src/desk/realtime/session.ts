import type { DeskServerFrame } from '../../api/frames';
import type { Me, Offer, TransferTarget, WrapUpCode } from '../../api/shapes';
import { ApiError, problemOf } from '../api/client';
import type { StaffApi } from '../api/staff';
import type { Clock } from './clock';
import { Connection, type Socket } from './connection';
import type { Pending, Thread } from './state';
import { DeskStore } from './store';
import { hasGap } from './thread';
import type { Vault } from './vault';

const TICK_MS = 1_000;
const RESEND_MS = 8_000;
const GAP_MS = 1_000;
const TYPING_SENT_MS = 3_000;

export interface SessionOptions {
  me: Me;
  api: StaffApi;
  vault: Vault;
  clock: Clock;
  openSocket: () => Socket;
  random: () => number;
  newId: () => string;
  /** Called when the server no longer knows the session. */
  onSignedOut: () => void;
}

/** One counsellor at the desk: the state, the line to the server and what the counsellor can do. */
export class DeskSession {
  readonly store = new DeskStore();
  readonly vault: Vault;
  readonly #options: SessionOptions;
  readonly #connection: Connection;
  readonly #sentAt = new Map<string, number>();
  readonly #gapSince = new Map<string, number>();
  readonly #typedAt = new Map<string, number>();
  #cancelTick: (() => void) | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.vault = options.vault;
    this.#connection = new Connection({
      open: options.openSocket,
      clock: options.clock,
      random: options.random,
      hello: () => ({ type: 'hello', after: this.#after() }),
      onFrame: (frame) => {
        this.#onFrame(frame);
      },
      onLink: (link) => {
        this.store.dispatch({ type: 'link', link });
        if (link.phase === 'refused') options.onSignedOut();
      },
      onFailure: (attempt) => {
        this.#onFailure(attempt);
      },
    });
  }

  start(): void {
    this.#cancelTick = this.#options.clock.every(TICK_MS, () => {
      this.#tick();
    });
    this.#connection.start();
  }

  stop(): void {
    this.#cancelTick?.();
    this.#connection.stop();
  }

  /** Tries the line at once, also one that was refused. */
  reconnect(): void {
    this.#connection.start();
    this.#connection.retryNow();
  }

  setOnline(online: boolean): void {
    this.#connection.setOnline(online);
  }

  /** The window is looked at again: a lost line is tried at once. */
  wake(): void {
    this.#connection.retryNow();
  }

  async setPresence(state: 'available' | 'away'): Promise<void> {
    this.store.dispatch({ type: 'presence_asked', state });
    try {
      const presence = await this.#options.api.setPresence(state);
      this.store.dispatch({ type: 'presence_set', presence });
    } catch (error) {
      this.store.dispatch({ type: 'presence_failed' });
      this.#report(error);
    }
  }

  /** Accepts an offer; false says that somebody or something was faster. */
  async accept(offer: Offer): Promise<boolean> {
    this.store.dispatch({ type: 'accepting', offerId: offer.id });
    try {
      const contact = await this.#options.api.accept(offer);
      this.store.dispatch({ type: 'accepted', contact, offerId: offer.id });
      const thread = this.#thread(contact.id);
      if (thread && hasGap(thread)) void this.#fetch(thread);
      return true;
    } catch (error) {
      this.store.dispatch({ type: 'accept_failed' });
      this.#offerFailed(offer, error);
      return false;
    }
  }

  async decline(offer: Offer): Promise<void> {
    try {
      await this.#options.api.decline(offer);
      this.store.dispatch({ type: 'offer_dropped', offerId: offer.id });
    } catch (error) {
      this.#offerFailed(offer, error);
    }
  }

  /** Writes a message: shown at once, sent when the line is up, resent until confirmed. */
  write(contactId: string, body: string): void {
    const { clock, newId } = this.#options;
    const pending: Pending = { client_id: newId(), body, at: new Date(clock.now()).toISOString() };
    this.store.dispatch({ type: 'written', contactId, pending });
    this.#typedAt.delete(contactId);
    this.#saveOutbox();
    this.#sendPending(contactId, pending);
  }

  retry(contactId: string, clientId: string): void {
    this.store.dispatch({ type: 'retried', contactId, clientId });
    const item = this.#thread(contactId)?.pending.find((pending) => pending.client_id === clientId);
    if (item) this.#sendPending(contactId, item);
    this.#saveOutbox();
  }

  discard(contactId: string, clientId: string): void {
    this.store.dispatch({ type: 'discarded', contactId, clientId });
    this.#saveOutbox();
  }

  typing(contactId: string): void {
    const now = this.#options.clock.now();
    if (now - (this.#typedAt.get(contactId) ?? -TYPING_SENT_MS) < TYPING_SENT_MS) return;
    this.#typedAt.set(contactId, now);
    this.#connection.send({ type: 'typing', contact_id: contactId });
  }

  /** Marks everything the counsellor sees in a contact as read. */
  read(contactId: string): void {
    const thread = this.#thread(contactId);
    const seq = thread?.messages.at(-1)?.seq ?? 0;
    if (!thread || seq <= thread.contact.read_by_me) return;
    if (this.#connection.send({ type: 'read', contact_id: contactId, seq })) {
      this.store.dispatch({ type: 'read', contactId, seq });
    }
  }

  /** Hands the contact on; the counsellor loses it at once. Throws `ApiError`. */
  async transfer(contactId: string, target: TransferTarget): Promise<void> {
    await this.#leaving(contactId, () => this.#options.api.transfer(contactId, target));
    this.store.dispatch({ type: 'contact_left', contactId, text: 'transferred' });
  }

  /** Ends the talk; wrap-up remains. Throws `ApiError`. */
  async close(contactId: string): Promise<void> {
    const contact = await this.#options.api.close(contactId);
    this.store.dispatch({ type: 'contact_changed', contact });
  }

  /** Finishes the contact with a code; it leaves the desk. Throws `ApiError`. */
  async wrapUp(contactId: string, code: WrapUpCode): Promise<void> {
    await this.#leaving(contactId, () => this.#options.api.wrapUp(contactId, code));
    this.store.dispatch({ type: 'contact_left', contactId, text: 'wrapped_up' });
  }

  async #leaving(contactId: string, call: () => Promise<unknown>): Promise<void> {
    this.store.dispatch({ type: 'leaving', contactId, leaving: true });
    try {
      await call();
    } catch (error) {
      this.store.dispatch({ type: 'leaving', contactId, leaving: false });
      throw error;
    }
  }

  #offerFailed(offer: Offer, error: unknown): void {
    const gone = error instanceof ApiError && (error.problem.code === 'offer_gone' || error.problem.status === 404);
    if (gone) this.store.dispatch({ type: 'offer_dropped', offerId: offer.id, text: 'offer_gone' });
    else this.#report(error);
  }

  #report(error: unknown): void {
    this.store.dispatch({ type: 'problem', problem: problemOf(error) });
  }

  #onFrame(frame: DeskServerFrame): void {
    const alias = this.#options.me.staff?.alias;
    const now = this.#options.clock.now();
    this.store.dispatch({ type: 'frame', frame, now, ...(alias === undefined ? {} : { alias }) });
    if (frame.type === 'welcome') this.#onWelcome();
    if (frame.type === 'ack' || frame.type === 'error') this.#saveOutbox();
  }

  #onWelcome(): void {
    this.#restoreOutbox();
    this.#sentAt.clear();
    this.#gapSince.clear();
    for (const thread of this.#threads()) {
      for (const item of thread.pending) if (!item.failed) this.#sendPending(thread.contact.id, item);
    }
    this.vault.keepOnly(new Set(Object.keys(this.store.get().threads)));
  }

  #onFailure(attempt: number): void {
    if (attempt % 3 !== 1) return;
    // A refused upgrade looks like any other lost line; only a plain request tells that the session has ended.
    this.#options.api.me().catch(() => undefined);
  }

  #tick(): void {
    if (!this.#connection.connected) return;
    const now = this.#options.clock.now();
    for (const thread of this.#threads()) {
      const id = thread.contact.id;
      for (const item of thread.pending) {
        const overdue = now - (this.#sentAt.get(item.client_id) ?? 0) >= RESEND_MS;
        if (!item.failed && overdue) this.#sendPending(id, item);
      }
      if (!hasGap(thread)) this.#gapSince.delete(id);
      else if (!this.#gapSince.has(id)) this.#gapSince.set(id, now);
      else if (now - (this.#gapSince.get(id) ?? now) >= GAP_MS) {
        this.#gapSince.set(id, now);
        void this.#fetch(thread);
      }
    }
  }

  async #fetch(thread: Thread): Promise<void> {
    try {
      const page = await this.#options.api.messages(thread.contact.id, thread.upTo);
      this.store.dispatch({ type: 'fetched', contactId: thread.contact.id, messages: page.items });
    } catch {
      // The next tick tries again.
    }
  }

  #sendPending(contactId: string, item: Pending): void {
    const frame = { type: 'message', contact_id: contactId, client_id: item.client_id, body: item.body } as const;
    if (this.#connection.send(frame)) this.#sentAt.set(item.client_id, this.#options.clock.now());
  }

  #saveOutbox(): void {
    const waiting = this.#threads().filter((thread) => thread.pending.length > 0);
    this.vault.setOutbox(Object.fromEntries(waiting.map((thread) => [thread.contact.id, thread.pending])));
  }

  #restoreOutbox(): void {
    for (const [contactId, items] of Object.entries(this.vault.outbox())) {
      const thread = this.#thread(contactId);
      for (const pending of items) {
        const known = thread?.pending.some((item) => item.client_id === pending.client_id);
        const stored = thread?.messages.some((message) => message.client_id === pending.client_id);
        if (thread && !known && !stored) this.store.dispatch({ type: 'written', contactId, pending });
      }
    }
  }

  #after(): Record<string, number> {
    return Object.fromEntries(this.#threads().map((thread) => [thread.contact.id, thread.upTo]));
  }

  #threads(): Thread[] {
    return Object.values(this.store.get().threads);
  }

  #thread(contactId: string): Thread | undefined {
    return this.store.get().threads[contactId];
  }
}
