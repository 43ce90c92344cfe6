import type { Colleague, Language, TransferTarget } from '../../../api/shapes';

export type TransferKind = 'colleague' | 'centre' | 'national';

/** The chosen target, or nothing while the choice is not complete. */
export function targetOf(kind: TransferKind, id: string | undefined): TransferTarget | undefined {
  if (kind === 'national') return { national: true };
  if (id === undefined) return undefined;
  return kind === 'colleague' ? { staff_id: id } : { centre_id: id };
}

/** Whether a colleague can take the contact right now. */
export function isFree(colleague: Colleague): boolean {
  return colleague.state === 'available' && colleague.free_units > 0;
}

/** Free colleagues first, those who speak the seeker's language before others, then by alias. */
export function bestFirst(colleagues: readonly Colleague[], language: Language): Colleague[] {
  const rank = (colleague: Colleague) => (isFree(colleague) ? 0 : 2) + (colleague.languages.includes(language) ? 0 : 1);
  return colleagues.toSorted((a, b) => rank(a) - rank(b) || a.alias.localeCompare(b.alias, 'nb'));
}
