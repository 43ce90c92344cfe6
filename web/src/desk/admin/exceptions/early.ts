import { given, textsOf, type Texts } from '../parts/texts';
import type { Channel, EarlyClose, QueueKind } from '../shapes';

/** A day that is cut short, while it is written; an empty queue or no channel stands for all of them. */
export interface CloseDraft {
  /** As typed; empty means now. */
  closes: string;
  queue: QueueKind | '';
  channels: Channel[];
  reason: Texts;
}

export const EMPTY_CLOSE: CloseDraft = { closes: '', queue: '', channels: [], reason: textsOf({}) };

/** Whether it is a time of the day, or nothing. */
export function timeIsGood(closes: string): boolean {
  return closes.trim() === '' || /^([01]?\d|2[0-3])[:.]?[0-5]\d$/.test(closes.trim());
}

export function earlyCloseOf({ closes, queue, channels, reason }: CloseDraft): EarlyClose {
  const digits = closes.replaceAll(/\D/g, '').padStart(4, '0');
  return {
    ...(closes.trim() !== '' && { closes: `${digits.slice(0, 2)}:${digits.slice(2)}` }),
    ...(queue !== '' && { queue }),
    channels,
    reason: given(reason),
  };
}
