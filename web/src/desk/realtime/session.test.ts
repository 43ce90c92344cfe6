import { beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import type { Contact, Message } from '../../api/shapes';
import { ApiClient, ApiError } from '../api/client';
import { StaffApi } from '../api/staff';
import { FakeLine, HandClock } from './fakes';
import { contactOf, meExample, messageOf, offerOf, presenceOf, snapshotOf } from './fixtures';
import { DeskSession } from './session';
import { Vault } from './vault';

function memory(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

let clock: HandClock;
let line: FakeLine;
let storage: ReturnType<typeof memory>;
let api: StaffApi;
let session: DeskSession;
let ids: number;
let asked: MockInstance<StaffApi['me']>;

function open(): DeskSession {
  const opened = new DeskSession({
    me: meExample,
    api,
    vault: new Vault(storage),
    clock,
    openSocket: line.open,
    random: () => 0,
    newId: () => `id-${(ids += 1)}`,
    onSignedOut: () => undefined,
  });
  opened.start();
  return opened;
}

function welcome(...contacts: Contact[]): void {
  line.last.open();
  line.last.say({ type: 'welcome', ...snapshotOf({ contacts }) });
}

const refuse = (code: string, status: number) => () =>
  Promise.reject(new ApiError({ type: '', title: code, status, code }));
const messages = (id = 'a') => session.store.get().threads[id]?.messages ?? [];
const pending = (id = 'a') => session.store.get().threads[id]?.pending ?? [];
const sentIds = () => line.last.frames('message').map((frame) => frame.client_id);

beforeEach(() => {
  clock = new HandClock();
  line = new FakeLine();
  storage = memory();
  ids = 0;
  api = new StaffApi(new ApiClient());
  asked = vi.spyOn(api, 'me').mockResolvedValue(meExample);
  session = open();
});

describe('writing', () => {
  test('a message is sent once and confirmed by its ack', () => {
    welcome(contactOf('a'));
    session.write('a', 'hello');
    clock.pass(5_000);
    expect(sentIds()).toEqual(['id-1']);
    line.last.say({ type: 'ack', contact_id: 'a', client_id: 'id-1', seq: 1, at: '' });
    clock.pass(60_000);
    expect(pending()).toEqual([]);
    expect(messages().map((message) => message.body)).toEqual(['hello']);
  });

  test('what was written while the line was down goes out in order after the welcome', () => {
    welcome(contactOf('a'));
    line.last.cut();
    session.write('a', 'one');
    session.write('a', 'two');
    clock.pass(1_000);
    welcome(contactOf('a'));
    expect(sentIds()).toEqual(['id-1', 'id-2']);
  });

  test('an unconfirmed message is sent again with the same id, after a cut and after a silence', () => {
    welcome(contactOf('a'));
    session.write('a', 'hello');
    line.last.cut();
    clock.pass(1_000);
    welcome(contactOf('a'));
    expect(sentIds()).toEqual(['id-1']);
    for (let second = 0; second < 9; second += 1) {
      clock.pass(1_000);
      line.last.say({ type: 'pong' });
    }
    expect(sentIds()).toEqual(['id-1', 'id-1']);
  });

  test('a message whose ack was lost is not doubled by the replay', () => {
    welcome(contactOf('a'));
    session.write('a', 'hello');
    line.last.cut();
    clock.pass(1_000);
    welcome(contactOf('a', { last_seq: 1 }));
    const stored: Message = messageOf(1, { from: 'counsellor', alias: 'Solveig', body: 'hello', client_id: 'id-1' });
    line.last.say({ type: 'message', contact_id: 'a', ...stored });
    line.last.say({ type: 'ack', contact_id: 'a', client_id: 'id-1', seq: 1, at: '' });
    expect(messages()).toHaveLength(1);
    expect(pending()).toEqual([]);
  });

  test('unsent messages survive a reload of the page', () => {
    welcome(contactOf('a'));
    line.last.cut();
    session.write('a', 'hello');
    session.stop();
    session = open();
    welcome(contactOf('a'));
    expect(sentIds()).toEqual(['id-1']);
  });

  test('unsent text of a contact that is gone is forgotten', () => {
    welcome(contactOf('a'));
    line.last.cut();
    session.write('a', 'hello');
    session.vault.setDraft('a', 'half');
    clock.pass(1_000);
    welcome();
    expect(session.vault.draft('a')).toBe('');
    expect(session.vault.outbox()).toEqual({});
  });

  test('a refused message waits for the counsellor and is not sent by itself', () => {
    welcome(contactOf('a'));
    session.write('a', 'hello');
    const problem = { type: '', title: 'no', status: 409, code: 'conversation_closed' };
    line.last.say({ type: 'error', contact_id: 'a', client_id: 'id-1', problem });
    clock.pass(12_000);
    expect(sentIds()).toEqual(['id-1']);
    session.retry('a', 'id-1');
    expect(sentIds()).toEqual(['id-1', 'id-1']);
    session.discard('a', 'id-1');
    expect(pending()).toEqual([]);
  });

  test('typing is told at most every three seconds', () => {
    welcome(contactOf('a'));
    for (let key = 0; key < 10; key += 1) {
      session.typing('a');
      clock.pass(500);
    }
    expect(line.last.frames('typing')).toHaveLength(2);
  });
});

describe('reading', () => {
  test('a reconnect asks for what follows the last gapless message of each contact', () => {
    welcome(contactOf('a'), contactOf('b'));
    for (const seq of [1, 2, 4]) line.last.say({ type: 'message', contact_id: 'a', ...messageOf(seq) });
    line.last.cut();
    clock.pass(1_000);
    line.last.open();
    expect(line.last.sent[0]).toEqual({ type: 'hello', after: { a: 2, b: 0 } });
  });

  test('a gap that stays is fetched by a plain request', async () => {
    const fetched = vi.spyOn(api, 'messages').mockResolvedValue({ items: [messageOf(2)], last_seq: 3 });
    welcome(contactOf('a'));
    for (const seq of [1, 3]) line.last.say({ type: 'message', contact_id: 'a', ...messageOf(seq) });
    clock.pass(3_000);
    await vi.waitFor(() => expect(messages().map((message) => message.seq)).toEqual([1, 2, 3]));
    expect(fetched).toHaveBeenCalledWith('a', 1);
  });

  test('reading is told once for the newest message, and again only for a newer one', () => {
    welcome(contactOf('a'));
    line.last.say({ type: 'message', contact_id: 'a', ...messageOf(1) });
    session.read('a');
    session.read('a');
    expect(line.last.frames('read')).toEqual([{ type: 'read', contact_id: 'a', seq: 1 }]);
  });

  test('nothing counts as read while the line is down', () => {
    welcome(contactOf('a'));
    line.last.say({ type: 'message', contact_id: 'a', ...messageOf(1) });
    line.last.cut();
    session.read('a');
    expect(session.store.get().threads['a']?.contact.read_by_me).toBe(0);
  });
});

describe('offers and presence', () => {
  test('an offer somebody else took disappears with a friendly notice', async () => {
    vi.spyOn(api, 'accept').mockImplementation(refuse('offer_gone', 409));
    line.last.open();
    line.last.say({ type: 'welcome', ...snapshotOf({ offers: [offerOf('o')] }) });
    expect(await session.accept(offerOf('o'))).toBe(false);
    expect(session.store.get().offers).toEqual([]);
    expect(session.store.get().notices).toMatchObject([{ tone: 'info', text: 'offer_gone' }]);
  });

  test('an offer stays when the accept failed for another reason', async () => {
    vi.spyOn(api, 'accept').mockImplementation(refuse('unavailable', 503));
    line.last.open();
    line.last.say({ type: 'welcome', ...snapshotOf({ offers: [offerOf('o')] }) });
    await session.accept(offerOf('o'));
    expect(session.store.get().offers).toHaveLength(1);
    expect(session.store.get().notices).toMatchObject([{ tone: 'danger' }]);
  });

  test('a refused presence falls back to what the server says', async () => {
    vi.spyOn(api, 'setPresence').mockImplementation(refuse('wrong_state', 409));
    welcome();
    const asked = session.setPresence('away');
    expect(session.store.get().intended).toBe('away');
    await asked;
    expect(session.store.get().intended).toBeUndefined();
    expect(session.store.get().presence).toEqual(presenceOf('available'));
  });

  test('the snapshot of a finished contact may come before the answer to finishing it', async () => {
    welcome(contactOf('a', { state: 'wrap_up' }));
    vi.spyOn(api, 'wrapUp').mockImplementation(() => {
      line.last.say({ type: 'contact', contact: contactOf('a', { state: 'closed' }) });
      return Promise.resolve(contactOf('a', { state: 'closed' }));
    });
    await session.wrapUp('a', 'answered');
    expect(session.store.get().notices.map((notice) => notice.text)).toEqual(['wrapped_up']);
  });

  test('a transferred contact is gone at once, and its last snapshot raises no second notice', async () => {
    vi.spyOn(api, 'transfer').mockResolvedValue(contactOf('a', { state: 'waiting' }));
    welcome(contactOf('a'));
    await session.transfer('a', { national: true });
    line.last.say({ type: 'contact', contact: contactOf('a', { state: 'waiting' }) });
    expect(session.store.get().threads).toEqual({});
    expect(session.store.get().notices.map((notice) => notice.text)).toEqual(['transferred']);
  });
});

test('after a failed attempt the session itself is looked at', () => {
  welcome();
  line.last.cut();
  expect(asked).toHaveBeenCalledTimes(1);
});
