import { wholeNumber } from '../centre/draft';
import type { Fields } from '../parts/merge';
import type { Retention } from '../shapes';

/** The bounds of each number. */
export const BOUNDS = { content_hours: [1, 720], audit_days: [365, 36_500] } as const;

export type RetentionField = keyof typeof BOUNDS;
export const FIELDS: readonly RetentionField[] = ['content_hours', 'audit_days'];

/** How long things are kept, while it is edited. */
export type RetentionDraft = Readonly<Record<RetentionField, string>>;

export function draftOf({ content_hours: hours, audit_days: days }: Retention): RetentionDraft {
  return { content_hours: String(hours), audit_days: String(days) };
}

/** The numbers of a draft; none when one of them is out of its bounds. */
export function choiceOf(draft: RetentionDraft): Retention | undefined {
  const hours = numberOf(draft, 'content_hours');
  const days = numberOf(draft, 'audit_days');
  return hours === undefined || days === undefined ? undefined : { content_hours: hours, audit_days: days };
}

/** The number in a field, if it is within its bounds. */
export function numberOf(draft: RetentionDraft, field: RetentionField): number | undefined {
  const [least, most] = BOUNDS[field];
  const number = wholeNumber(draft[field], most);
  return number === undefined || number < least ? undefined : number;
}

/** Whether less is kept than before. */
export function isShorter(choice: Retention, before: Retention): boolean {
  return FIELDS.some((field) => choice[field] < before[field]);
}

/** Fields that were compared, as a choice again. */
export function choiceOfFields(fields: Fields): Retention {
  return { content_hours: Number(fields['content_hours']), audit_days: Number(fields['audit_days']) };
}
