import { given, textsOf, type Texts } from '../../admin/parts/texts';
import { instantOfWhen, NO_TIME, whenOf, type WhenDraft } from '../parts/when';
import type { Notice, NoticeChange, NoticePlace } from '../shapes';

export const PLACES = ['pages', 'widget', 'desk'] as const satisfies readonly NoticePlace[];

/** A notice while it is written. */
export interface NoticeDraft {
  kind: Notice['kind'];
  texts: Texts;
  places: readonly NoticePlace[];
  /** Empty for at once. */
  starts: WhenDraft;
  /** Empty until it is withdrawn. */
  ends: WhenDraft;
  position: string;
}

export type NoticeFault = 'text' | 'places' | 'starts' | 'ends' | 'position';

export function draftOf(notice: Notice | undefined): NoticeDraft {
  return {
    kind: notice?.kind ?? 'planned',
    texts: textsOf(notice?.texts ?? {}),
    places: notice?.places ?? ['pages', 'widget', 'desk'],
    starts: whenOf(notice?.starts_at),
    ends: whenOf(notice?.ends_at),
    position: String(notice?.position ?? 100),
  };
}

/** What is to be mended before it can be sent. */
export function faultsOf({ texts, places, starts, ends, position }: NoticeDraft): ReadonlySet<NoticeFault> {
  const from = timeOf(starts);
  const until = timeOf(ends);
  const isLate = typeof from === 'string' && typeof until === 'string' && until <= from;
  const faults: [NoticeFault, boolean][] = [
    ['text', texts.nb.trim() === ''],
    ['places', places.length === 0],
    ['starts', from === 'unreadable'],
    ['ends', until === 'unreadable' || isLate],
    ['position', !/^\d{1,3}$|^1000$/.test(position.trim())],
  ];
  return new Set(faults.filter(([, wrong]) => wrong).map(([fault]) => fault));
}

export function changeOf({ kind, texts, places, starts, ends, position }: NoticeDraft): NoticeChange {
  const from = instantOfWhen(starts);
  const until = instantOfWhen(ends);
  return {
    kind,
    texts: given(texts),
    places: [...places],
    position: Number(position.trim()),
    ...(from === undefined ? {} : { starts_at: from }),
    ...(until === undefined ? {} : { ends_at: until }),
  };
}

/** An instant, nothing, or what is no instant. */
function timeOf(draft: WhenDraft): string | undefined {
  if (draft.date === NO_TIME.date && draft.time.trim() === NO_TIME.time) return undefined;
  return instantOfWhen(draft) ?? 'unreadable';
}
