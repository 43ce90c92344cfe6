import { expect, test } from 'vitest';
import type { DeskServerFrame } from '../../api/frames';
import { contactOf, messageOf, offerOf, snapshotOf } from './fixtures';
import { newsOf } from './news';
import { reduce } from './reducer';
import { emptyDesk, type DeskEvent } from './state';

/** The kinds of news of each frame in turn. */
function kinds(frames: DeskServerFrame[]): string[][] {
  let state = emptyDesk;
  return frames.map((frame) => {
    const event: DeskEvent = { type: 'frame', frame, now: 0 };
    const before = state;
    state = reduce(before, event);
    return newsOf(before, state, event).map((news) => news.kind);
  });
}

const welcome = (last_seq: number): DeskServerFrame => ({
  type: 'welcome',
  ...snapshotOf({ contacts: [contactOf('a', { last_seq })] }),
});
const ended = (closed_by: 'seeker' | 'counsellor'): DeskServerFrame => ({
  type: 'contact',
  contact: contactOf('a', { state: 'wrap_up', closed_by }),
});
const said = (seq: number): DeskServerFrame => ({ type: 'message', contact_id: 'a', ...messageOf(seq) });

test('history after a reload is not announced, a new message is, once', () => {
  expect(kinds([welcome(2), said(1), said(2), said(3), said(3)])).toEqual([[], [], [], ['message'], []]);
});

test('messages missed while the line was down are announced', () => {
  expect(kinds([welcome(0), said(1), welcome(3), said(2), said(3)])).toEqual([
    [],
    ['message'],
    [],
    ['message'],
    ['message'],
  ]);
});

test('an offer is announced once, also when it comes with the welcome', () => {
  const offer = offerOf('o');
  const frames: DeskServerFrame[] = [
    { type: 'welcome', ...snapshotOf({ offers: [offer] }) },
    { type: 'offer', offer },
    { type: 'offer', offer: offerOf('p') },
  ];
  expect(kinds(frames)).toEqual([['offer'], [], ['offer']]);
});

test('a talk ended by the seeker is announced, one ended by the counsellor is not', () => {
  expect(kinds([welcome(0), ended('seeker')])[1]).toEqual(['ended']);
  expect(kinds([welcome(0), ended('counsellor')])[1]).toEqual([]);
});
