import type { Pending } from './state';

/** Unsent text kept for this window only: it survives a reload and ends with the log-out. */
export class Vault {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#storage = storage;
  }

  draft(contactId: string): string {
    const text = this.#read('drafts')[contactId];
    return typeof text === 'string' ? text : '';
  }

  setDraft(contactId: string, text: string): void {
    const { [contactId]: _, ...others } = this.#read('drafts');
    this.#write('drafts', text === '' ? others : { ...others, [contactId]: text });
  }

  outbox(): Record<string, Pending[]> {
    return this.#read('outbox') as Record<string, Pending[]>;
  }

  setOutbox(outbox: Record<string, Pending[]>): void {
    this.#write('outbox', outbox);
  }

  /** Forgets everything about contacts that are not in `ids`. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const name of ['drafts', 'outbox']) {
      const all = Object.entries(this.#read(name));
      this.#write(name, Object.fromEntries(all.filter(([id]) => ids.has(id))));
    }
  }

  clear(): void {
    this.#storage.removeItem(key('drafts'));
    this.#storage.removeItem(key('outbox'));
  }

  #read(name: string): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(this.#storage.getItem(key(name)) ?? '{}');
      return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    } catch {
      return {};
    }
  }

  #write(name: string, value: unknown): void {
    try {
      this.#storage.setItem(key(name), JSON.stringify(value));
    } catch {
      // A full or forbidden storage costs the draft after a reload, nothing else.
    }
  }
}

function key(name: string): string {
  return `veiviser.desk.${name}`;
}
