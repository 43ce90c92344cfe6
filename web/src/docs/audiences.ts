/** Whom a document is for, by the word in the address. */
export const AUDIENCES = ['public', 'staff', 'partner', 'webhooks'] as const;
export type Audience = (typeof AUDIENCES)[number];

export function audienceIn(search: string): Audience {
  const asked = new URLSearchParams(search).get('audience');
  return AUDIENCES.find((candidate) => candidate === asked) ?? 'public';
}

/** An operation of the reference, as far as the filter looks at it. */
export interface Listed {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
}

/** Whether each of the words asked for is somewhere in an operation. */
export function fits(operation: Listed, asked: string): boolean {
  const { id, method, path, summary, description } = operation;
  const text = [id, method, path, summary, description].join(' ').toLowerCase();
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
