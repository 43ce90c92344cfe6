import { expect, test } from 'vitest';
import type { Message, Place } from '../api/shapes';
import { news, placeText } from './news';
import { type Event, type State, initialState, reduce } from './state';
import { widgetText } from './text';

const t = widgetText('nb');
const at = '2026-11-22T12:00:00+01:00';

function step(state: State, ...events: Event[]): { state: State; said: string[] } {
  const next = events.reduce(reduce, state);
  return { state: next, said: news(state, next, t) };
}

function arrival(message: Partial<Message> & { seq: number }): Event {
  return {
    type: 'frame',
    now: 0,
    frame: { type: 'message', from: 'counsellor', alias: 'Ingrid', body: 'Hei', at, ...message },
  };
}

function resumed(): State {
  const started = { id: 'cnv_1', token: 't', resume_code: 'c', state: 'active', language: 'nb' } as const;
  return [
    { type: 'opened', started, fresh: false } as const,
    { type: 'frame', now: 0, frame: { type: 'welcome', state: 'active', seq: 2 } } as const,
  ].reduce<State>(reduce, initialState('nb'));
}

test('the history of a resumed conversation is not said', () => {
  const first = step(resumed(), arrival({ seq: 1 }));
  expect(first.said).toEqual([]);
  expect(step(first.state, arrival({ seq: 2 })).said).toEqual([]);
});

test('a number hidden in an own message is said, the message is not', () => {
  const own = { seq: 3, from: 'seeker', body: 'Nummeret er •••' } as const;
  expect(step(resumed(), arrival(own)).said).toEqual([]);
  expect(step(resumed(), arrival({ ...own, masked: true })).said).toEqual([t('widget.masked')]);
});

test('a new message is said with who wrote it', () => {
  expect(step(resumed(), arrival({ seq: 3, body: 'Er du der?' })).said).toEqual(['Ingrid: Er du der?']);
});

test('own messages are not said', () => {
  expect(step(resumed(), arrival({ seq: 3, from: 'seeker', body: 'Ja' })).said).toEqual([]);
});

test('a message that arrives twice is said once', () => {
  const first = step(resumed(), arrival({ seq: 3 }));
  expect(step(first.state, arrival({ seq: 3 })).said).toEqual([]);
});

test('a notice is said as a sentence', () => {
  const notice = { seq: 3, from: 'service', body: '', notice: 'counsellor_joined', alias: 'Ola' } as const;
  expect(step(resumed(), arrival(notice)).said).toEqual(['Ola er her nå.']);
});

test('a lost and a regained line are said', () => {
  const online = step(resumed(), { type: 'link', link: 'online' }).state;
  const broken = step(online, { type: 'link', link: 'broken' });
  expect(broken.said).toEqual([t('widget.reconnecting')]);
  expect(step(broken.state, { type: 'link', link: 'online' }).said).toEqual([t('widget.online_again')]);
});

function waitingAt(place: Partial<Place>): State {
  const frame = { type: 'place', position: 1, uncertain: false, ...place } as const;
  return step(
    resumed(),
    { type: 'frame', now: 0, frame: { type: 'state', state: 'waiting' } },
    { type: 'frame', now: 0, frame },
  ).state;
}

function placed(place: Partial<Place>): string {
  const { talk } = waitingAt(place);
  return talk === undefined ? '' : placeText(talk, t, new Date(at));
}

test('in a closed queue nobody is next, and the place is kept', () => {
  const kept = 'Køen er stengt akkurat nå. Du beholder plassen din, nummer 1, så lenge du blir her.';
  expect(placed({ closed: 'by_hand', estimated_wait: 0 })).toBe(kept);
  const opening = { closed: 'by_hand', next_opening: '2026-11-22T14:00:00+01:00' } as const;
  expect(placed(opening)).toContain('Vi åpner igjen i dag');
});

test('while somebody is asked, or is late, there is no wait to tell', () => {
  expect(placed({ asked: true, estimated_wait: 0 })).toBe('Du er neste. En veileder blir spurt akkurat nå.');
  expect(placed({ longer: true })).toBe('Du er neste. Det tar lengre tid enn vi regnet med.');
});

test('that the queue closes is said once, and its opening again', () => {
  const place = (closed?: 'by_hand'): Event => ({
    type: 'frame',
    now: 0,
    frame: { type: 'place', position: 1, uncertain: true, ...(closed && { closed }) },
  });
  const shut = step(waitingAt({}), place('by_hand'));
  expect(shut.said.join()).toContain('Køen er stengt akkurat nå.');
  expect(step(shut.state, place('by_hand')).said).toEqual([]);
  expect(step(shut.state, place()).said.join()).toContain('Du er neste.');
});

test('a new place in the queue is said, the same place is not', () => {
  const place = (position: number): Event => ({
    type: 'frame',
    now: 0,
    frame: { type: 'place', position, estimated_wait: 120, uncertain: false },
  });
  const waiting = step(
    resumed(),
    { type: 'frame', now: 0, frame: { type: 'state', state: 'waiting' } },
    place(3),
  ).state;
  expect(step(waiting, place(3)).said).toEqual([]);
  expect(step(waiting, place(2)).said).toEqual(['Du er nummer 2 i køen. Ventetid: omtrent 2 minutter.']);
});
