import { instantOf } from '../../features/rota/wall';

/** When a policy is to take effect, while it is chosen. */
export interface PublicationDraft {
  when: 'now' | 'at';
  date: string;
  /** Such as `08:30`, as the clock shows it in Norway. */
  time: string;
}

type PublicationFault = 'missing' | 'past' | 'far';

const FURTHEST_MS = 366 * 86_400_000;

/** The instant chosen; none for at once or while it is not whole. */
export function instantOfDraft({ when, date, time }: PublicationDraft): string | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time.trim()) ?? [];
  if (when === 'now' || !/^\d{4}-\d\d-\d\d$/.test(date) || hours === undefined) return undefined;
  return instantOf({ date, minutes: Number(hours) * 60 + Number(minutes) });
}

export function publicationFault(draft: PublicationDraft, now: number): PublicationFault | undefined {
  if (draft.when === 'now') return undefined;
  const instant = instantOfDraft(draft);
  if (instant === undefined) return 'missing';
  const ahead = Date.parse(instant) - now;
  if (ahead <= 0) return 'past';
  return ahead > FURTHEST_MS ? 'far' : undefined;
}
