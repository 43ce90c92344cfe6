import { describe, expect, test } from 'vitest';
import type { DeskServerFrame, WithdrawalReason } from '../../api/frames';
import { contactOf, messageOf, offerOf, presenceOf, snapshotOf } from './fixtures';
import { reduce } from './reducer';
import { attention, emptyDesk, threadsInOrder, unread, visibleThreads, type DeskEvent, type DeskState } from './state';

const frame = (value: DeskServerFrame): DeskEvent => ({ type: 'frame', frame: value, now: 1_000, alias: 'Solveig' });
const run = (events: DeskEvent[], from: DeskState = emptyDesk): DeskState => events.reduce(reduce, from);
const welcome = (part: Parameters<typeof snapshotOf>[0] = {}): DeskEvent =>
  frame({ type: 'welcome', ...snapshotOf(part) });
const said = (seq: number, part = {}): DeskEvent =>
  frame({ type: 'message', contact_id: 'a', ...messageOf(seq, part) });
const written = (id: string): DeskEvent => ({
  type: 'written',
  contactId: 'a',
  pending: { client_id: id, body: `body ${id}`, at: '' },
});
const withdrawn = (reason: WithdrawalReason): DeskEvent =>
  frame({ type: 'offer_withdrawn', offer_id: 'o', contact_id: 'cnv_o', reason });
const failure = (code: string): DeskEvent => ({
  type: 'problem',
  problem: { type: '', title: code, status: 500, code },
});
const bodies = (state: DeskState, id = 'a') => state.threads[id]?.messages.map((message) => message.body);

describe('messages', () => {
  test('a message that arrives twice is shown once', () => {
    const state = run([welcome({ contacts: [contactOf('a')] }), said(1), said(2), said(1), said(2)]);
    expect(bodies(state)).toEqual(['message 1', 'message 2']);
  });

  test('messages stand in the order of their numbers, whatever order they came in', () => {
    const state = run([welcome({ contacts: [contactOf('a')] }), said(3), said(1), said(2)]);
    expect(state.threads['a']?.messages.map((message) => message.seq)).toEqual([1, 2, 3]);
    expect(state.threads['a']?.upTo).toBe(3);
  });

  test('a gap keeps the point to resume from below it', () => {
    const state = run([welcome({ contacts: [contactOf('a')] }), said(1), said(3)]);
    expect(state.threads['a']?.upTo).toBe(1);
  });

  test('an ack turns the pending message into the confirmed one, with the masked text', () => {
    const state = run([
      welcome({ contacts: [contactOf('a')] }),
      written('x'),
      frame({ type: 'ack', contact_id: 'a', client_id: 'x', seq: 1, at: 'now', masked: true, body: 'hidden' }),
    ]);
    expect(state.threads['a']?.pending).toEqual([]);
    expect(state.threads['a']?.messages).toEqual([
      { seq: 1, from: 'counsellor', alias: 'Solveig', body: 'hidden', at: 'now', client_id: 'x', masked: true },
    ]);
  });

  test('a second ack and the echoed message change nothing', () => {
    const ack = frame({ type: 'ack', contact_id: 'a', client_id: 'x', seq: 1, at: 'now' });
    const echo = said(1, { from: 'counsellor', body: 'body x', client_id: 'x' });
    const state = run([welcome({ contacts: [contactOf('a')] }), written('x'), ack, ack, echo]);
    expect(bodies(state)).toEqual(['body x']);
  });

  test('the echo of an own message also ends its waiting', () => {
    const echo = said(1, { from: 'counsellor', body: 'body x', client_id: 'x' });
    const state = run([welcome({ contacts: [contactOf('a')] }), written('x'), echo]);
    expect(state.threads['a']?.pending).toEqual([]);
    expect(bodies(state)).toEqual(['body x']);
  });

  test('an error with a client id marks that message only and raises no notice', () => {
    const problem = { type: '', title: 'too long', status: 422, code: 'message_too_long' };
    const state = run([
      welcome({ contacts: [contactOf('a')] }),
      written('x'),
      written('y'),
      frame({ type: 'error', contact_id: 'a', client_id: 'x', problem }),
    ]);
    expect(state.threads['a']?.pending.map((item) => item.failed?.code)).toEqual(['message_too_long', undefined]);
    expect(state.notices).toEqual([]);
  });

  test('a message the server could not take just now stays waiting', () => {
    const problem = { type: '', title: 'slow down', status: 429, code: 'too_many_requests' };
    const state = run([
      welcome({ contacts: [contactOf('a')] }),
      written('x'),
      frame({ type: 'error', contact_id: 'a', client_id: 'x', problem }),
      frame({ type: 'error', problem }),
    ]);
    expect(state.threads['a']?.pending).toEqual([{ client_id: 'x', body: 'body x', at: '' }]);
    expect(state.notices).toEqual([]);
  });

  test('unread counts the seeker only, and the title adds the offers', () => {
    const state = run([
      welcome({ contacts: [contactOf('a', { read_by_me: 1 })], offers: [offerOf('o')] }),
      said(1),
      said(2),
      said(3, { from: 'counsellor' }),
    ]);
    const thread = state.threads['a'];
    expect(thread && unread(thread)).toBe(1);
    expect(attention(state)).toBe(2);
  });

  test('a stale snapshot never takes a read mark back', () => {
    const state = run([
      welcome({ contacts: [contactOf('a')] }),
      said(1),
      { type: 'read', contactId: 'a', seq: 1 },
      frame({ type: 'contact', contact: contactOf('a', { read_by_me: 0 }) }),
    ]);
    expect(state.threads['a']?.contact.read_by_me).toBe(1);
  });
});

describe('reconnect', () => {
  test('a new welcome keeps messages and unsent ones, and drops contacts that are gone', () => {
    const state = run([
      welcome({ contacts: [contactOf('a'), contactOf('b', { accepted_at: '2026-11-23T09:05:00Z' })] }),
      said(1),
      written('x'),
      welcome({ contacts: [contactOf('a')] }),
    ]);
    expect(bodies(state)).toEqual(['message 1']);
    expect(state.threads['a']?.pending).toHaveLength(1);
    expect(Object.keys(state.threads)).toEqual(['a']);
    expect(state.notices.map((notice) => notice.text)).toEqual(['contact_requeued']);
  });

  test('being away after the line was down is explained', () => {
    const state = run([welcome(), welcome({ presence: presenceOf('away') })]);
    expect(state.notices.map((notice) => notice.text)).toEqual(['away_dropped']);
  });
});

describe('presence', () => {
  test('away without asking for it is because of missed offers', () => {
    const state = run([welcome(), frame({ type: 'presence', presence: presenceOf('away') })]);
    expect(state.notices).toMatchObject([{ tone: 'warning', text: 'away_missed' }]);
  });

  test('the explanation replaces the notice of the offer that ran out', () => {
    const state = run([
      welcome({ offers: [offerOf('o')] }),
      withdrawn('expired'),
      frame({ type: 'presence', presence: presenceOf('away') }),
    ]);
    expect(state.notices.map((notice) => notice.text)).toEqual(['away_missed']);
  });

  test('away by own choice raises no notice', () => {
    const state = run([
      welcome(),
      { type: 'presence_asked', state: 'away' },
      frame({ type: 'presence', presence: presenceOf('away') }),
    ]);
    expect(state.notices).toEqual([]);
    expect(state.intended).toBeUndefined();
  });
});

describe('offers', () => {
  test.each([
    ['expired', 'offer_expired'],
    ['left', 'offer_left'],
    ['closed', 'offer_closed'],
    ['taken', 'offer_taken'],
  ] as const)('an offer withdrawn because it is %s disappears with a notice', (reason, text) => {
    const state = run([welcome({ offers: [offerOf('o')] }), withdrawn(reason)]);
    expect(state.offers).toEqual([]);
    expect(state.notices.map((notice) => notice.text)).toEqual([text]);
  });

  test('an own decline and an unknown offer are silent', () => {
    const state = run([welcome({ offers: [offerOf('o')] }), withdrawn('declined'), withdrawn('expired')]);
    expect(state.notices).toEqual([]);
  });

  test('the withdrawal of an offer that is being accepted here is no news', () => {
    const state = run([welcome({ offers: [offerOf('o')] }), { type: 'accepting', offerId: 'o' }, withdrawn('taken')]);
    expect(state.offers).toEqual([]);
    expect(state.notices).toEqual([]);
  });

  test('accepting opens the contact and removes the offer', () => {
    const state = run([
      welcome({ offers: [offerOf('o')] }),
      { type: 'accepted', contact: contactOf('cnv_o'), offerId: 'o' },
    ]);
    expect(state.active).toBe('cnv_o');
    expect(state.offers).toEqual([]);
  });

  test('the answer to an accept does not undo a newer snapshot', () => {
    const state = run([
      welcome({ offers: [offerOf('o')] }),
      frame({ type: 'contact', contact: contactOf('cnv_o', { state: 'wrap_up', closed_by: 'seeker' }) }),
      { type: 'accepted', contact: contactOf('cnv_o'), offerId: 'o' },
    ]);
    expect(state.threads['cnv_o']?.contact.state).toBe('wrap_up');
  });
});

describe('contacts', () => {
  const three = welcome({
    contacts: ['a', 'b', 'c'].map((id, index) => contactOf(id, { accepted_at: `2026-11-23T09:0${index}:00Z` })),
  });

  test('numbers stay when another contact leaves, and the free one is used again', () => {
    const left = run([three, frame({ type: 'contact', contact: contactOf('b', { state: 'closed' }) })]);
    expect(threadsInOrder(left).map((thread) => [thread.contact.id, thread.number])).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
    const next = run([frame({ type: 'contact', contact: contactOf('d') })], left);
    expect(next.threads['d']?.number).toBe(2);
  });

  test('a contact that leaves the desk hands the focus to the one used before it', () => {
    const state = run([
      three,
      { type: 'opened', contactId: 'a' },
      { type: 'opened', contactId: 'c' },
      { type: 'contact_left', contactId: 'c', text: 'wrapped_up' },
    ]);
    expect(state.active).toBe('a');
    expect(state.threads['c']).toBeUndefined();
  });

  test('the visible columns are the latest used, in the order of the list', () => {
    const state = run([three, { type: 'opened', contactId: 'c' }, { type: 'opened', contactId: 'b' }]);
    expect(visibleThreads(state, 2).map((thread) => thread.contact.id)).toEqual(['b', 'c']);
    expect(visibleThreads(state, 3)).toHaveLength(3);
  });

  test('only the seeker typing is shown, and a message ends it', () => {
    const typing = frame({ type: 'typing', contact_id: 'a', from: 'seeker' });
    const state = run([three, typing]);
    expect(state.threads['a']?.typingUntil).toBeGreaterThan(1_000);
    expect(run([said(1)], state).threads['a']?.typingUntil).toBe(0);
    expect(run([three, frame({ type: 'typing', contact_id: 'a', from: 'counsellor' })]).threads['a']?.typingUntil).toBe(
      0,
    );
  });
});

test('at most three notices are kept, and the same one is not repeated', () => {
  const expired: DeskEvent = { type: 'offer_dropped', offerId: 'o', text: 'offer_gone' };
  expect(run([expired, expired]).notices).toHaveLength(1);
  const codes = run(['a', 'b', 'c', 'd', 'e'].map(failure)).notices.map((notice) => notice.problem?.code);
  expect(codes).toEqual(['c', 'd', 'e']);
});
