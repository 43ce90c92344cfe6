import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outbox, type Pending } from './outbox';

const passing = { type: 'x', title: '', status: 429, code: 'too_many_requests' };
const final = { type: 'x', title: '', status: 409, code: 'conversation_closed' };

function setUp(): {
  outbox: Outbox;
  sent: string[];
  pending: () => readonly Pending[];
  confirm: (id: string) => void;
  line: { up: boolean };
} {
  let pending: readonly Pending[] = [];
  const sent: string[] = [];
  const line = { up: true };
  const outbox = new Outbox({
    pending: () => pending,
    change: (next) => {
      pending = next;
    },
    transmit: (item) => {
      if (line.up) sent.push(item.client_id);
      return line.up;
    },
  });
  const confirm = (id: string): void => {
    pending = pending.filter((item) => item.client_id !== id);
    outbox.confirmed();
  };
  return { outbox, sent, pending: () => pending, confirm, line };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('the next message waits until the one before it is confirmed', () => {
  const { outbox, sent, confirm } = setUp();
  outbox.add({ client_id: 'a', body: '1' });
  outbox.add({ client_id: 'b', body: '2' });
  expect(sent).toEqual(['a']);
  confirm('a');
  expect(sent).toEqual(['a', 'b']);
});

test('what is written without a line is sent when the line is up, in order', () => {
  const { outbox, sent, confirm, line } = setUp();
  line.up = false;
  outbox.add({ client_id: 'a', body: '1' });
  outbox.add({ client_id: 'b', body: '2' });
  line.up = true;
  outbox.restart();
  confirm('a');
  expect(sent).toEqual(['a', 'b']);
});

test('an unconfirmed message is sent again with the same client id after the line was lost', () => {
  const { outbox, sent } = setUp();
  outbox.add({ client_id: 'a', body: '1' });
  outbox.restart();
  expect(sent).toEqual(['a', 'a']);
});

test('a passing problem sends the message again before any later one', () => {
  const { outbox, sent, pending } = setUp();
  outbox.add({ client_id: 'a', body: '1' });
  outbox.add({ client_id: 'b', body: '2' });
  outbox.refused('a', passing);
  expect(sent).toEqual(['a']);
  vi.advanceTimersByTime(3_000);
  expect(sent).toEqual(['a', 'a']);
  expect(pending()).toHaveLength(2);
});

test('a final problem marks the message and lets the next one through', () => {
  const { outbox, sent, pending } = setUp();
  outbox.add({ client_id: 'a', body: '1' });
  outbox.add({ client_id: 'b', body: '2' });
  outbox.refused('a', final);
  expect(sent).toEqual(['a', 'b']);
  expect(pending()[0]?.problem).toEqual(final);
});

test('a discarded message is gone', () => {
  const { outbox, pending } = setUp();
  outbox.add({ client_id: 'a', body: '1' });
  outbox.refused('a', final);
  outbox.discard('a');
  expect(pending()).toEqual([]);
});

test('a message under way grows overdue', () => {
  const { outbox } = setUp();
  expect(outbox.overdue()).toBe(0);
  outbox.add({ client_id: 'a', body: '1' });
  vi.advanceTimersByTime(12_000);
  expect(outbox.overdue()).toBe(12_000);
});
