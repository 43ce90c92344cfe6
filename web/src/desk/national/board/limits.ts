import { wholeNumber } from '../../admin/centre/draft';
import type { Fields } from '../../admin/parts/merge';
import type { Thresholds } from '../shapes';

export type LimitName = keyof Thresholds;

/** The least and the most each limit may be. */
export const LIMIT_BOUNDS: Readonly<Record<LimitName, readonly [number, number]>> = {
  waiting: [1, 10_000],
  longest_wait_s: [1, 86_400],
  abandoned_percent: [1, 100],
  service_level_percent: [0, 100],
};
export const LIMITS: readonly LimitName[] = ['waiting', 'longest_wait_s', 'abandoned_percent', 'service_level_percent'];

/** The limits while they are edited. */
type LimitDraft = Readonly<Record<LimitName, string>>;

export function draftOf(limits: Thresholds): LimitDraft {
  return {
    waiting: String(limits.waiting),
    longest_wait_s: String(limits.longest_wait_s),
    abandoned_percent: String(limits.abandoned_percent),
    service_level_percent: String(limits.service_level_percent),
  };
}

export function limitOf(draft: LimitDraft, name: LimitName): number | undefined {
  const [least, most] = LIMIT_BOUNDS[name];
  const number = wholeNumber(draft[name], most);
  return number === undefined || number < least ? undefined : number;
}

/** The limits of a draft; none when one is out of its bounds. */
export function limitsOf(draft: LimitDraft): Thresholds | undefined {
  const values = LIMITS.map((name) => [name, limitOf(draft, name)] as const);
  return values.some(([, value]) => value === undefined) ? undefined : limitsOfFields(Object.fromEntries(values));
}

export function limitsOfFields(fields: Fields): Thresholds {
  const number = (name: LimitName) => Number(fields[name]);
  return {
    waiting: number('waiting'),
    longest_wait_s: number('longest_wait_s'),
    abandoned_percent: number('abandoned_percent'),
    service_level_percent: number('service_level_percent'),
  };
}
