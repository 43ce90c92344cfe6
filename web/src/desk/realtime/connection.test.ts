import { beforeEach, expect, test } from 'vitest';
import type { DeskServerFrame } from '../../api/frames';
import { Connection } from './connection';
import { FakeLine, HandClock } from './fakes';
import { snapshotOf } from './fixtures';
import type { Link } from './state';

let clock: HandClock;
let line: FakeLine;
let links: Link[];
let frames: DeskServerFrame['type'][];
let failures: number[];
let connection: Connection;

const welcome: DeskServerFrame = { type: 'welcome', ...snapshotOf() };
const phases = () => links.map((link) => link.phase);

beforeEach(() => {
  clock = new HandClock();
  line = new FakeLine();
  links = [];
  frames = [];
  failures = [];
  connection = new Connection({
    open: line.open,
    clock,
    random: () => 0.5,
    hello: () => ({ type: 'hello', after: { a: 7 } }),
    onFrame: (frame) => frames.push(frame.type),
    onLink: (link) => links.push(link),
    onFailure: (attempt) => failures.push(attempt),
  });
  connection.start();
});

function connect(): void {
  line.last.open();
  line.last.say(welcome);
}

test('the first frame is hello with the point to resume from', () => {
  line.last.open();
  expect(line.last.sent).toEqual([{ type: 'hello', after: { a: 7 } }]);
});

test('nothing is sent before the welcome', () => {
  line.last.open();
  expect(connection.send({ type: 'typing', contact_id: 'a' })).toBe(false);
  line.last.say(welcome);
  expect(connection.send({ type: 'typing', contact_id: 'a' })).toBe(true);
  expect(phases()).toEqual(['connecting', 'connected']);
});

test('a cut line is opened again with growing pauses, and a welcome resets them', () => {
  connect();
  const pauses: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    line.last.cut();
    const link = links.at(-1);
    if (link?.phase !== 'reconnecting') throw new Error('not reconnecting');
    pauses.push(link.retryAt - clock.now());
    clock.pass(link.retryAt - clock.now());
  }
  expect(pauses).toEqual([300, 1_000, 2_000, 4_000, 8_000, 8_000]);
  connect();
  line.last.cut();
  expect(links.at(-1)).toMatchObject({ phase: 'reconnecting', attempt: 1 });
  expect(failures).toEqual([1, 2, 3, 4, 5, 6, 1]);
});

test('pings go out every five seconds while the other end answers', () => {
  connect();
  for (let beat = 0; beat < 4; beat += 1) {
    clock.pass(5_000);
    line.last.say({ type: 'pong' });
  }
  expect(line.last.frames('ping')).toHaveLength(4);
  expect(line.sockets).toHaveLength(1);
});

test('a silent line is given up and replaced', () => {
  connect();
  clock.pass(20_000);
  expect(line.sockets[0]?.closed).toBe(true);
  expect(phases()).toContain('reconnecting');
  clock.pass(1_000);
  expect(line.sockets).toHaveLength(2);
});

test('a socket that never opens is given up too', () => {
  clock.pass(16_000);
  expect(line.sockets.length).toBeGreaterThan(1);
});

test('a refused session is not tried again until asked to', () => {
  line.last.open();
  line.last.say({ type: 'bye', reason: 'unauthorised', resume: false });
  clock.pass(60_000);
  expect(line.sockets).toHaveLength(1);
  expect(links.at(-1)).toEqual({ phase: 'refused' });
  connection.start();
  expect(line.sockets).toHaveLength(2);
});

test('a server that shuts down is left for the next one', () => {
  connect();
  line.last.say({ type: 'bye', reason: 'shutdown', resume: true });
  clock.pass(1_000);
  expect(line.sockets).toHaveLength(2);
});

test('without a network nothing is tried; when it is back, at once', () => {
  connect();
  connection.setOnline(false);
  clock.pass(60_000);
  expect(line.sockets).toHaveLength(1);
  expect(links.at(-1)).toEqual({ phase: 'offline' });
  connection.setOnline(true);
  expect(line.sockets).toHaveLength(2);
});

test('frames of a socket that was given up are ignored', () => {
  connect();
  const old = line.last;
  old.cut();
  old.say({ type: 'queue', queue: { waiting: 1, longest_wait_seconds: 1, available: 1 } });
  expect(frames).toEqual(['welcome']);
});

test('unreadable frames are passed over', () => {
  connect();
  line.last.onmessage?.({ data: '{broken' });
  line.last.onmessage?.({ data: '42' });
  line.last.say({ type: 'pong' });
  expect(frames).toEqual(['welcome', 'pong']);
});
