import type { Channel, NewAgreement, Notice } from '../shapes';

export const MOST_HOURS = 2400;
export const MOST_SHARE = 10_000;
export const REASON_LIMIT = 300;
/** The channels of the national queue. */
export const SHARED_CHANNELS = ['chat', 'phone', 'callback', 'video'] as const satisfies readonly Channel[];

/** A proposal while it is written. */
export interface ProposalDraft {
  channel: (typeof SHARED_CHANNELS)[number];
  by: 'hours' | 'share';
  hours: string;
  share: string;
  from: string;
  until: string;
}

export type ProposalFault = 'hours_bad' | 'share_bad' | 'from_missing' | 'from_past' | 'until_early';

export const EMPTY: ProposalDraft = { channel: 'chat', by: 'hours', hours: '', share: '', from: '', until: '' };

/** Whole minutes of hours written with a comma or a point; none if it is no such number. */
export function minutesOf(hours: string): number | undefined {
  if (!/^\d{1,4}([.,]\d{1,2})?$/.test(hours.trim())) return undefined;
  const minutes = Math.round(Number(hours.trim().replace(',', '.')) * 60);
  return minutes <= MOST_HOURS * 60 ? minutes : undefined;
}

function shareOf(share: string): number | undefined {
  const value = /^\d{1,5}$/.test(share.trim()) ? Number(share.trim()) : undefined;
  return value !== undefined && value <= MOST_SHARE ? value : undefined;
}

export function proposalFaults({ by, hours, share, from, until }: ProposalDraft, today: string): Set<ProposalFault> {
  const faults = new Set<ProposalFault>();
  if (by === 'hours' && minutesOf(hours) === undefined) faults.add('hours_bad');
  if (by === 'share' && shareOf(share) === undefined) faults.add('share_bad');
  if (from === '') faults.add('from_missing');
  else if (from < today) faults.add('from_past');
  if (until !== '' && from !== '' && until < from) faults.add('until_early');
  return faults;
}

/** What to send. */
export function proposalOf({ channel, by, hours, share, from, until }: ProposalDraft): NewAgreement {
  const minutes = minutesOf(hours);
  const part = shareOf(share);
  return {
    channel,
    ...(by === 'hours' && minutes !== undefined && { weekly_minutes: minutes }),
    ...(by === 'share' && part !== undefined && { share: part }),
    valid_from: from,
    ...(until !== '' && { valid_until: until }),
  };
}

/** Notice while it is written. */
export interface NoticeDraft {
  lastDay: string;
  reason: string;
}

export function isReason(reason: string): boolean {
  const length = [...reason.trim()].length;
  return length > 0 && length <= REASON_LIMIT;
}

/** Whether an agreement can end on a day that is not past and not later than it ends anyway. */
export function isLastDay(day: string, today: string, until: string | undefined): boolean {
  return day !== '' && day >= today && (until === undefined || day < until);
}

export function noticeOf({ lastDay, reason }: NoticeDraft): Notice {
  return { last_day: lastDay, reason: reason.trim() };
}
