import { given, textsOf, type Texts } from '../../admin/parts/texts';
import { instantOfWhen, whenOf, type WhenDraft } from '../parts/when';
import type { Surge, SurgeChange, SurgeLink } from '../shapes';

export const MOST_LINKS = 5;

/** A link while it is written; without an address it is none. */
export interface LinkDraft {
  url: string;
  texts: Texts;
}

/** A time of many while it is planned. */
export interface SurgeDraft {
  reason: string;
  /** Empty for at once. */
  starts: WhenDraft;
  /** Empty for the end of the day it starts on. */
  ends: WhenDraft;
  cap: string;
  /** Minutes. */
  choicesAfter: string;
  links: readonly LinkDraft[];
  session: LinkDraft;
}

export type SurgeFault = 'reason' | 'starts' | 'ends' | 'cap' | 'choices' | 'session' | `link.${number}`;

export const NO_LINK: LinkDraft = { url: '', texts: textsOf({}) };

function linkOf(link: SurgeLink | undefined): LinkDraft {
  return link === undefined ? NO_LINK : { url: link.url, texts: textsOf(link.texts) };
}

export function draftOf(surge: Surge | undefined): SurgeDraft {
  const after = surge?.choices_after_s;
  return {
    reason: surge?.reason ?? '',
    starts: whenOf(surge?.starts_at),
    ends: whenOf(surge?.ends_at),
    cap: surge?.queue_cap === undefined ? '' : String(surge.queue_cap),
    choicesAfter: after === undefined ? '' : String(Math.round(after / 60)),
    links: surge?.self_help.map(linkOf) ?? [],
    session: linkOf(surge?.group_session),
  };
}

/** What is to be mended before it can be sent. */
export function faultsOf(draft: SurgeDraft): ReadonlySet<SurgeFault> {
  const from = instantOfWhen(draft.starts);
  const until = instantOfWhen(draft.ends);
  const isLate = from !== undefined && until !== undefined && until <= from;
  const faults: [SurgeFault, boolean][] = [
    ['reason', draft.reason.trim() === ''],
    ['starts', isHalf(draft.starts)],
    ['ends', isHalf(draft.ends) || isLate],
    ['cap', !whole(draft.cap, 10_000)],
    ['choices', !whole(draft.choicesAfter, 240)],
    ...draft.links.map((link, place): [SurgeFault, boolean] => [`link.${place}`, !isGood(link)]),
    ['session', !isNone(draft.session) && !isGood(draft.session)],
  ];
  return new Set(faults.filter(([, wrong]) => wrong).map(([fault]) => fault));
}

export function changeOf(draft: SurgeDraft): SurgeChange {
  const from = instantOfWhen(draft.starts);
  const until = instantOfWhen(draft.ends);
  return {
    reason: draft.reason.trim(),
    self_help: draft.links.map(sent),
    ...(from === undefined ? {} : { starts_at: from }),
    ...(until === undefined ? {} : { ends_at: until }),
    ...(draft.cap.trim() === '' ? {} : { queue_cap: Number(draft.cap) }),
    ...(draft.choicesAfter.trim() === '' ? {} : { choices_after_s: Number(draft.choicesAfter) * 60 }),
    ...(isNone(draft.session) ? {} : { group_session: sent(draft.session) }),
  };
}

/** Empty, or a whole number from 1 on. */
function whole(text: string, most: number): boolean {
  const number = text.trim();
  return number === '' || (/^\d{1,5}$/.test(number) && Number(number) >= 1 && Number(number) <= most);
}

function sent({ url, texts }: LinkDraft): SurgeLink {
  return { url: url.trim(), texts: given(texts) };
}

function isHalf(draft: WhenDraft): boolean {
  const isEmpty = draft.date === '' && draft.time.trim() === '';
  return !isEmpty && instantOfWhen(draft) === undefined;
}

function isNone({ url, texts }: LinkDraft): boolean {
  return url.trim() === '' && Object.keys(given(texts)).length === 0;
}

function isGood({ url, texts }: LinkDraft): boolean {
  return /^https:\/\/[^\s/@]+\.[^\s/@]+/.test(url.trim()) && texts.nb.trim() !== '';
}
