const TWICE_WITHIN_MS = 1_500;

/** Recognises Escape pressed twice in a row. */
export class DoubleEscape {
  #last = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds @returns which press of the pair it was; `none` for other keys */
  press(key: string, now: number): 'none' | 'first' | 'second' {
    if (key !== 'Escape') {
      this.#last = Number.NEGATIVE_INFINITY;
      return 'none';
    }
    const second = now - this.#last <= TWICE_WITHIN_MS;
    this.#last = second ? Number.NEGATIVE_INFINITY : now;
    return second ? 'second' : 'first';
  }
}

const NEUTRAL_SITE = 'https://www.yr.no/';

/** The web address to leave for; only the web, never a script. */
export function exitAddress(wanted: string | null): string {
  if (wanted === null || !URL.canParse(wanted, location.href)) return NEUTRAL_SITE;
  const address = new URL(wanted, location.href);
  return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : NEUTRAL_SITE;
}
