import type { I18n } from '../../app/i18n';
import { minuteText } from '../../admin/parts/dates';
import type { Override, OverrideMode } from '../shapes';

export const CHANNELS = ['chat', 'phone', 'callback', 'video', 'appointment'] as const;
/** What can be decided about the queue; a centre can only be paused. */
export const MODES = ['closed', 'draining', 'open'] as const satisfies readonly OverrideMode[];

export interface Named {
  id: string;
  name: string;
}

/** What a decision is about: the whole queue, a channel of it, or a centre. */
export function targetText({ t, name }: I18n, target: string, centres: readonly Named[]): string {
  if (target === 'queue') return t('desk.override.queue');
  if (CHANNELS.some((channel) => channel === target)) {
    return t('desk.override.channel', { channel: name('channel', target) });
  }
  return centres.find(({ id }) => id === target)?.name ?? target;
}

/** How long a decision lasts. */
export function endText({ t, language }: I18n, { ends_at }: Pick<Override, 'ends_at'>): string {
  if (ends_at === undefined) return t('desk.override.until_taken_back');
  return t('desk.override.until', { at: minuteText(ends_at, language) });
}
