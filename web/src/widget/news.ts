import type { Message, Place } from '../api/shapes';
import { spokenInstant, spokenWait } from '../i18n/spoken';
import type { State, Talk } from './state';
import type { Text } from './text';

/** The sentence shown for a notice of the service. */
export function noticeText(message: Message, t: Text): string {
  const alias = message.alias ?? t('widget.counsellor');
  return message.notice === undefined ? message.body : t(`notice.${message.notice}`, { alias });
}

/** Who wrote a message, in words. */
export function authorText(message: Message, t: Text): string {
  return message.from === 'seeker' ? t('widget.you') : (message.alias ?? t('widget.counsellor'));
}

/**
 * Place and estimated wait as one or two sentences; empty when the place is not known. Those before one may wait for
 * somebody else, so that there is no wait; "number 3, no wait" would read as a mistake, so the place is told alone.
 * While the queue is closed nobody is next, and while somebody is asked or is late there is no wait to tell.
 */
export function placeText(talk: Talk, t: Text, now = new Date()): string {
  const { place } = talk;
  if (place === undefined) return '';
  if (place.closed !== undefined) return closedText(place, t, now);
  const sentence = place.position <= 1 ? t('widget.place_next') : t('widget.place', { position: place.position });
  const { estimated_wait: seconds, uncertain } = place;
  if (place.asked === true) return `${sentence} ${t('widget.place_asked')}`;
  if (place.longer === true) return `${sentence} ${t('widget.place_longer')}`;
  if (seconds === 0 && place.position > 1) return sentence;
  const wait = spokenWait({ uncertain, ...(seconds === undefined ? {} : { seconds }) }, t);
  return `${sentence} ${t('widget.place_wait', { wait })}`;
}

function closedText({ position, next_opening: opening }: Place, t: Text, now: Date): string {
  const kept = `${t('widget.queue_closed')} ${t('widget.place_kept', { position })}`;
  if (opening === undefined) return kept;
  return `${kept} ${t('widget.next_opening', { when: spokenInstant(opening, now, t) })}`;
}

/** What about a place is worth saying when it changes. */
function standing(place: Place | undefined): string {
  return [place?.position, place?.closed, place?.longer === true].join();
}

/**
 * What a screen reader should say about a change: new messages of the others, a number hidden in one's own, a new
 * place in the queue, a lost or regained line. Never what was there before the page was opened, nor one's own words.
 */
export function news(before: State, after: State, t: Text): string[] {
  const { talk } = after;
  if (talk === undefined || before.talk?.session.id !== talk.session.id) return [];
  const spoken = newMessages(before.talk, talk).map((message) => messageText(message, t));
  if (arrivals(before.talk, talk).some(({ from, masked }) => from === 'seeker' && masked === true)) {
    spoken.push(t('widget.masked'));
  }
  const place = placeText(talk, t);
  if (
    talk.state === 'waiting' &&
    before.talk.place !== undefined &&
    standing(before.talk.place) !== standing(talk.place) &&
    place !== ''
  ) {
    spoken.push(place);
  }
  if (before.link === 'online' && after.link === 'broken') spoken.push(t('widget.reconnecting'));
  if (before.link === 'broken' && after.link === 'online') spoken.push(t('widget.online_again'));
  return spoken;
}

/** Messages of the others that came after the page was opened and were not known before. */
export function newMessages(before: Talk, after: Talk): Message[] {
  return arrivals(before, after).filter((message) => message.from !== 'seeker');
}

function arrivals(before: Talk, after: Talk): Message[] {
  if (before.messages === after.messages) return [];
  const history = after.historyUntil ?? 0;
  return after.messages.filter(
    (message) => message.seq > history && !before.messages.some((known) => known.seq === message.seq),
  );
}

function messageText(message: Message, t: Text): string {
  if (message.from === 'service') return noticeText(message, t);
  return t('widget.incoming', { alias: authorText(message, t), body: message.body });
}
