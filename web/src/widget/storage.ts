import type { Pending } from './outbox';
import type { Session } from './state';

const KEY = 'veiviser.conversation';

interface Saved {
  session: Session;
  pending: readonly Pending[];
}

/** The conversation of this tab, kept over a reload and gone with the tab. Works without storage too, but forgets. */
export class TabStorage {
  readonly #key: string;
  readonly #openKey: string;

  constructor(service: URL) {
    this.#key = `${KEY}:${service.href}`;
    this.#openKey = `${this.#key}:open`;
  }

  load(): Saved | undefined {
    try {
      const text = sessionStorage.getItem(this.#key);
      return text === null ? undefined : parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  save(saved: Saved): void {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(saved));
    } catch {
      // Storage is refused in some browsers; the conversation then lives as long as the page.
    }
  }

  /** Whether the panel was open on the page before. */
  get open(): boolean {
    try {
      return sessionStorage.getItem(this.#openKey) !== null;
    } catch {
      return false;
    }
  }

  set open(open: boolean) {
    try {
      if (open) sessionStorage.setItem(this.#openKey, '');
      else sessionStorage.removeItem(this.#openKey);
    } catch {
      // The panel then starts closed on each page.
    }
  }

  clear(): void {
    try {
      sessionStorage.removeItem(this.#key);
      sessionStorage.removeItem(this.#openKey);
    } catch {
      // Nothing was stored either.
    }
  }
}

function parse(value: unknown): Saved | undefined {
  if (!isRecord(value) || !isRecord(value['session'])) return undefined;
  const { id, token, resume_code, referral_key } = value['session'];
  if (typeof id !== 'string' || typeof token !== 'string' || typeof resume_code !== 'string') return undefined;
  const pending = Array.isArray(value['pending']) ? value['pending'].filter(isPending) : [];
  const key = typeof referral_key === 'string' ? { referral_key } : {};
  return { session: { id, token, resume_code, ...key }, pending };
}

function isPending(value: unknown): value is Pending {
  return isRecord(value) && typeof value['client_id'] === 'string' && typeof value['body'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
