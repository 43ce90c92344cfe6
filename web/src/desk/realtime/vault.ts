import type { Pending } from './state';

/** Unsent text kept for this window only: it survives a reload and ends with the log-out. */
export class Vault {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#storage = storage;
  }

  draft(contactId: string): string {
    return this.#read<Record<string, string>>('drafts')?.[contactId] ?? '';
  }

  setDraft(contactId: string, text: string): void {
    const { [contactId]: _, ...others } = this.#read<Record<string, string>>('drafts') ?? {};
    this.#write('drafts', text === '' ? others : { ...others, [contactId]: text });
  }

  outbox(): Record<string, Pending[]> {
    return this.#read<Record<string, Pending[]>>('outbox') ?? {};
  }

  setOutbox(outbox: Record<string, Pending[]>): void {
    this.#write('outbox', outbox);
  }

  /** Forgets everything about contacts that are not in `ids`. */
  keepOnly(ids: ReadonlySet<string>): void {
    const kept = <T>(all: Record<string, T>) =>
      Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
    this.#write('drafts', kept(this.#read<Record<string, string>>('drafts') ?? {}));
    this.setOutbox(kept(this.outbox()));
  }

  clear(): void {
    this.#storage.removeItem(key('drafts'));
    this.#storage.removeItem(key('outbox'));
  }

  #read<T>(name: string): T | undefined {
    try {
      return JSON.parse(this.#storage.getItem(key(name)) ?? 'null') as T;
    } catch {
      return undefined;
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
