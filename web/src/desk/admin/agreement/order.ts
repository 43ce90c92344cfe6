import type { Agreement } from '../shapes';

/** How an agreement stands on a day. */
export type Standing = 'in_force' | 'coming' | 'over' | Exclude<Agreement['state'], 'accepted'>;

export function standingOf({ state, valid_from, valid_until }: Agreement, today: string): Standing {
  if (state !== 'accepted') return state;
  if (today < valid_from) return 'coming';
  return valid_until !== undefined && valid_until < today ? 'over' : 'in_force';
}

export interface Sorted {
  /** Proposals without an answer. */
  open: Agreement[];
  /** In force, and coming. */
  agreed: Agreement[];
  /** All that is settled, the latest first. */
  past: Agreement[];
}

/** Where each agreement belongs; within each by first day and channel. */
export function sorted(items: readonly Agreement[], today: string): Sorted {
  const all = items.toSorted(
    (one, other) => one.valid_from.localeCompare(other.valid_from) || one.channel.localeCompare(other.channel),
  );
  const isOf =
    (...standings: Standing[]) =>
    (one: Agreement) =>
      standings.includes(standingOf(one, today));
  return {
    open: all.filter(isOf('proposed')),
    agreed: all.filter(isOf('in_force', 'coming')),
    past: all.filter(isOf('over', 'declined', 'withdrawn', 'replaced', 'ended')).toReversed(),
  };
}
