import type { Ack } from '../../api/frames';
import type { Contact, Message } from '../../api/shapes';
import type { Pending, Thread } from './state';

/** A fresh thread for a contact; messages already there count as history. */
export function openThread(contact: Contact, number: number): Thread {
  return { contact, number, messages: [], pending: [], upTo: 0, history: contact.last_seq, typingUntil: 0 };
}

/** Takes a newer snapshot of the contact; marks never go back. */
export function withContact(thread: Thread, contact: Contact): Thread {
  return {
    ...thread,
    contact: {
      ...contact,
      last_seq: Math.max(contact.last_seq, thread.contact.last_seq),
      read_by_me: Math.max(contact.read_by_me, thread.contact.read_by_me),
      read_by_seeker: Math.max(contact.read_by_seeker, thread.contact.read_by_seeker),
    },
  };
}

/** Adds a confirmed message at its place; a `seq` already there changes nothing. */
export function withMessage(thread: Thread, message: Message): Thread {
  const pending = message.client_id
    ? thread.pending.filter((item) => item.client_id !== message.client_id)
    : thread.pending;
  const known = thread.messages.some((item) => item.seq === message.seq);
  if (known) return pending.length === thread.pending.length ? thread : { ...thread, pending };
  const messages = [...thread.messages, message].sort((a, b) => a.seq - b.seq);
  return {
    ...thread,
    messages,
    pending,
    upTo: contiguous(messages, thread.upTo),
    contact: { ...thread.contact, last_seq: Math.max(thread.contact.last_seq, message.seq) },
    typingUntil: message.from === 'seeker' ? 0 : thread.typingUntil,
  };
}

/** Turns a pending message into a confirmed one; without its pending half the gap is fetched later. */
export function withAck(thread: Thread, ack: Ack, alias?: string): Thread {
  const pending = thread.pending.find((item) => item.client_id === ack.client_id);
  if (!pending) {
    const last_seq = Math.max(thread.contact.last_seq, ack.seq);
    return last_seq === thread.contact.last_seq ? thread : { ...thread, contact: { ...thread.contact, last_seq } };
  }
  return withMessage(thread, {
    seq: ack.seq,
    from: 'counsellor',
    body: ack.body ?? pending.body,
    at: ack.at,
    client_id: ack.client_id,
    ...(alias ? { alias } : {}),
    ...(ack.masked ? { masked: true } : {}),
  });
}

/** Changes one pending message, or takes it out when `change` gives nothing. */
export function withPending(thread: Thread, clientId: string, change: (item: Pending) => Pending | undefined): Thread {
  const pending = thread.pending.flatMap((item) => {
    if (item.client_id !== clientId) return [item];
    const next = change(item);
    return next ? [next] : [];
  });
  return { ...thread, pending };
}

/** Says whether messages are missing below the highest known `seq`. */
export function hasGap(thread: Thread): boolean {
  return thread.upTo < thread.contact.last_seq;
}

function contiguous(messages: Message[], from: number): number {
  let upTo = from;
  for (const message of messages) {
    if (message.seq === upTo + 1) upTo = message.seq;
  }
  return upTo;
}
