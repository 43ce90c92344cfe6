import { LANGUAGES } from '../../../i18n/catalogue';
import { dateFaults } from '../hours/faults';
import { spanOf, type Span } from '../hours/rows';
import { CHANNELS, QUEUES, type EarlyClose, type Exception, type NewException, type Reason } from '../shapes';

/** An exception while it is written; an empty queue or channel stands for all of them. */
export interface ExceptionDraft {
  date: string;
  queue: string;
  channel: string;
  closed: boolean;
  spans: Span[];
  reason: Required<Reason>;
}

export type ExceptionFault = 'date_missing' | 'date_past' | 'spans_missing' | 'spans_bad';

export const EMPTY: ExceptionDraft = {
  date: '',
  queue: '',
  channel: '',
  closed: true,
  spans: [],
  reason: { nb: '', nn: '', se: '', en: '' },
};

export function exceptionFaults({ date, closed, spans }: ExceptionDraft, today: string): Set<ExceptionFault> {
  const faults = new Set<ExceptionFault>();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) faults.add('date_missing');
  else if (date < today) faults.add('date_past');
  if (!closed && spans.length === 0) faults.add('spans_missing');
  if (!closed && dateFaults(spans).size > 0) faults.add('spans_bad');
  return faults;
}

/** What to send. No intervals means closed that day. */
export function exceptionOf({ date, queue, channel, closed, spans, reason }: ExceptionDraft): NewException {
  const onlyQueue = QUEUES.find((one) => one === queue);
  const onlyChannel = CHANNELS.find((one) => one === channel);
  return {
    date,
    ...(onlyQueue && { queue: onlyQueue }),
    ...(onlyChannel && { channel: onlyChannel }),
    intervals: closed ? [] : spans.map((span) => spanOf(span)),
    reason: Object.fromEntries(
      LANGUAGES.map((language) => [language, reason[language].trim()] as const).filter(([, text]) => text !== ''),
    ),
  };
}

/** What makes the same exception again. */
export function again({ id: _, closed: __, closes: ___, ...rest }: Exception): NewException {
  return rest;
}

/** What cuts the same day short again; nothing where the exception was another one. */
export function againEarly({ closes, queue, channel, reason }: Exception): EarlyClose | undefined {
  if (closes === undefined) return undefined;
  return { closes, ...(queue && { queue }), channels: channel ? [channel] : [], reason };
}

/** Exceptions of the same date that concern the same queue and channel: all of them apply. */
export function besides({ date, queue, channel }: ExceptionDraft, all: readonly Exception[]): Exception[] {
  return all.filter((one) => one.date === date && meet(queue, one.queue) && meet(channel, one.channel));
}

function meet(mine: string, theirs: string | undefined): boolean {
  return mine === '' || theirs === undefined || mine === theirs;
}
