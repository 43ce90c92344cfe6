/** A form taken apart into what can be chosen one by one. A field that is absent is empty. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Difference {
  field: string;
  mine: unknown;
  theirs: unknown;
  /** Who changed it since both read it. */
  by: 'me' | 'them' | 'both';
}

export type Choice = 'mine' | 'theirs';
export type Choices = Readonly<Record<string, Choice>>;

/** The fields in which two versions differ that both began as `base`. */
export function differences(base: Fields, mine: Fields, theirs: Fields): Difference[] {
  const names = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  return [...names]
    .filter((field) => !same(mine[field], theirs[field]))
    .map((field) => {
      const changedByMe = !same(base[field], mine[field]);
      const changedByThem = !same(base[field], theirs[field]);
      const by = changedByMe && changedByThem ? 'both' : changedByMe ? 'me' : 'them';
      return { field, mine: mine[field], theirs: theirs[field], by };
    });
}

/** What goes without saying: each keeps what only they changed. What both changed is not chosen yet. */
export function obvious(found: readonly Difference[]): Choices {
  return Object.fromEntries(
    found.filter(({ by }) => by !== 'both').map(({ field, by }) => [field, by === 'me' ? 'mine' : 'theirs'] as const),
  );
}

/** Their version, with my fields where mine are chosen. */
export function merged(theirs: Fields, found: readonly Difference[], choices: Choices): Fields {
  const result: Record<string, unknown> = { ...theirs };
  for (const { field, mine } of found) {
    if (choices[field] === 'mine') result[field] = mine;
  }
  return result;
}

/** Whether two JSON values are the same; the keys of objects must be in the same order. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
