import type { Message, Offer } from '../../api/shapes';
import type { DeskEvent, DeskState, Thread } from './state';

/** What a counsellor must hear about at once. */
export type News =
  | { kind: 'offer'; offer: Offer }
  | { kind: 'message'; thread: Thread; message: Message }
  | { kind: 'ended'; thread: Thread };

/** The news between two states: new offers, the seeker's new messages, talks ended by the other side. Never history. */
export function newsOf(before: DeskState, after: DeskState, event: DeskEvent): News[] {
  if (before === after) return [];
  const news: News[] = [];
  if (after.offers !== before.offers) {
    const known = new Set(before.offers.map((offer) => offer.id));
    for (const offer of after.offers) if (!known.has(offer.id)) news.push({ kind: 'offer', offer });
  }
  for (const thread of Object.values(after.threads)) {
    const old = before.threads[thread.contact.id];
    if (!old || old === thread) continue;
    const seen = new Set(old.messages.map((message) => message.seq));
    for (const message of thread.messages) {
      const fresh = message.seq > thread.history && !seen.has(message.seq);
      if (fresh && message.from === 'seeker') news.push({ kind: 'message', thread, message });
    }
    const ended = old.contact.state === 'active' && thread.contact.state === 'wrap_up';
    if (ended && event.type === 'frame' && thread.contact.closed_by !== 'counsellor') {
      news.push({ kind: 'ended', thread });
    }
  }
  return news;
}
