import { describe, expect, test } from 'vitest';
import type { Message } from '../api/shapes';
import {
  type Event,
  type Incoming,
  type State,
  type Talk,
  contiguous,
  hasGap,
  initialState,
  isComplete,
  lastIncoming,
  reduce,
} from './state';

const started = {
  id: 'cnv_1',
  token: 'secret',
  resume_code: 'ABCD-EFGH-JKLM',
  state: 'waiting',
  language: 'nb',
} as const;

function after(events: readonly Event[], from: State = initialState('nb')): State {
  return events.reduce(reduce, from);
}

function opened(fresh = true): State {
  return after([{ type: 'opened', started, fresh }]);
}

function frame(incoming: Incoming, now = 0): Event {
  return { type: 'frame', frame: incoming, now };
}

function message(seq: number, extra: Partial<Message> = {}): Extract<Incoming, { type: 'message' }> {
  return {
    type: 'message',
    seq,
    from: 'counsellor',
    alias: 'Ingrid',
    body: `text ${seq}`,
    at: '2026-11-22T12:00:00+01:00',
    ...extra,
  };
}

function talkOf(state: State): Talk {
  if (state.talk === undefined) throw new Error('no conversation');
  return state.talk;
}

test('the key of a start by a code stays with the conversation and goes with it', () => {
  const talking = after([{ type: 'opened', started: { ...started, referral_key: 'key' }, fresh: true }]);
  expect(talkOf(talking).session.referral_key).toBe('key');
  expect(after([{ type: 'left' }], talking).talk).toBeUndefined();
  expect('referral_key' in talkOf(opened()).session).toBe(false);
});

describe('messages', () => {
  test('a message that arrives twice is kept once', () => {
    const talk = talkOf(after([frame(message(1)), frame(message(1))], opened()));
    expect(talk.messages).toHaveLength(1);
  });

  test('messages are ordered by number, whatever order they arrive in', () => {
    const talk = talkOf(after([frame(message(1)), frame(message(3)), frame(message(2))], opened()));
    expect(talk.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('a missing number is a gap until it arrives', () => {
    const gap = after([frame(message(1)), frame(message(3))], opened());
    expect(hasGap(talkOf(gap))).toBe(true);
    expect(contiguous(talkOf(gap).messages)).toBe(1);
    expect(hasGap(talkOf(after([frame(message(2))], gap)))).toBe(false);
  });

  test('an own message leaves the pending ones when it is confirmed, with the text the service stored', () => {
    const pending = [{ client_id: 'c1', body: 'ring 12345678' }];
    const ack = {
      type: 'ack',
      client_id: 'c1',
      seq: 1,
      at: '2026-11-22T12:00:00+01:00',
      masked: true,
      body: 'ring ***',
    } as const;
    const talk = talkOf(after([{ type: 'pending', pending }, frame(ack)], opened()));
    expect(talk.pending).toEqual([]);
    expect(talk.messages).toEqual([
      { seq: 1, from: 'seeker', body: 'ring ***', at: ack.at, client_id: 'c1', masked: true },
    ]);
  });

  test('an own message that comes back in a replay after a lost confirmation is not pending any more', () => {
    const pending = [{ client_id: 'c1', body: 'hei' }];
    const talk = talkOf(
      after([{ type: 'pending', pending }, frame(message(1, { from: 'seeker', client_id: 'c1' }))], opened()),
    );
    expect(talk.pending).toEqual([]);
    expect(talk.messages).toHaveLength(1);
  });

  test('a confirmation after the replay adds nothing', () => {
    const ack = { type: 'ack', client_id: 'c1', seq: 1, at: '2026-11-22T12:00:00+01:00' } as const;
    const talk = talkOf(after([frame(message(1, { from: 'seeker', client_id: 'c1' })), frame(ack)], opened()));
    expect(talk.messages).toHaveLength(1);
  });

  test('the last message to mark as read is not an own one', () => {
    const talk = talkOf(after([frame(message(1)), frame(message(2, { from: 'seeker' }))], opened()));
    expect(lastIncoming(talk)).toBe(1);
  });
});

describe('history', () => {
  const welcome = { type: 'welcome', state: 'active', seq: 2 } as const;

  test('in a resumed conversation everything before the first welcome is history', () => {
    expect(talkOf(after([frame(welcome)], opened(false))).historyUntil).toBe(2);
  });

  test('in a conversation started here nothing is history', () => {
    expect(talkOf(after([frame(welcome)], opened(true))).historyUntil).toBe(0);
  });

  test('a later welcome after a lost line does not make what was missed history', () => {
    const talk = talkOf(after([frame(welcome), frame({ ...welcome, seq: 9 })], opened(false)));
    expect(talk.historyUntil).toBe(2);
    expect(talk.knownSeq).toBe(9);
  });
});

describe('the course of a conversation', () => {
  const counsellor = { alias: 'Ingrid', centre: 'Karriere Vestland' };

  test('the place is forgotten when a counsellor takes the conversation', () => {
    const place = { position: 2, estimated_wait: 60, uncertain: false };
    const waiting = after([frame({ type: 'place', ...place })], opened());
    expect(talkOf(waiting).place).toEqual(place);
    const active = after([frame({ type: 'state', state: 'active', counsellor })], waiting);
    expect(talkOf(active).place).toBeUndefined();
    expect(talkOf(active).counsellor).toEqual(counsellor);
  });

  test('waiting again forgets the counsellor', () => {
    const active = after([frame({ type: 'state', state: 'active', counsellor })], opened());
    expect(talkOf(after([frame({ type: 'state', state: 'waiting' })], active)).counsellor).toBeUndefined();
  });

  test('the counsellor is shown as typing for six seconds, or until the message comes', () => {
    const typing = after(
      [frame({ type: 'state', state: 'active' }), frame({ type: 'typing', from: 'counsellor' }, 1_000)],
      opened(),
    );
    expect(talkOf(typing).typingUntil).toBe(7_000);
    expect(talkOf(after([frame(message(1))], typing)).typingUntil).toBe(0);
  });

  test('read marks never go back', () => {
    const read = after(
      [frame({ type: 'read', from: 'counsellor', seq: 5 }), frame({ type: 'read', from: 'counsellor', seq: 3 })],
      opened(),
    );
    expect(talkOf(read).readByCounsellor).toBe(5);
  });

  test('a closed conversation is complete only when every known message has arrived', () => {
    const closed = after([frame({ type: 'welcome', state: 'closed', seq: 2 }), frame(message(1))], opened(false));
    expect(isComplete(talkOf(closed))).toBe(false);
    expect(isComplete(talkOf(after([frame(message(2))], closed)))).toBe(true);
  });

  test('a refused start because the service closed leads back to the first screen', () => {
    const problem = { type: 'x', title: '', status: 409, code: 'service_closed' };
    const state = after([{ type: 'go', screen: 'form' }, { type: 'asked' }, { type: 'refused', problem }]);
    expect(state).toMatchObject({ screen: 'home', busy: false, problem });
  });

  test('leaving forgets the conversation', () => {
    const state = after([{ type: 'left', aftermath: 'erased' }], opened());
    expect(state.talk).toBeUndefined();
    expect(state).toMatchObject({ screen: 'home', aftermath: 'erased', link: 'idle' });
  });
});
