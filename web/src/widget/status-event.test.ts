// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { ServiceStatus } from '../api/shapes';
import { hearStatus, tellStatus } from './status-event';

const status: ServiceStatus = {
  channel: 'chat',
  open: false,
  why: 'by_hand',
  waiting: 0,
  estimated_wait: { information: { uncertain: true }, guidance: { uncertain: true } },
  content_hours: 24,
  notices: [],
};

test('the page hears what the chat was told, in its own language only', () => {
  const chat = document.createElement('div');
  document.body.append(chat);
  const heard: ServiceStatus[] = [];
  hearStatus(document, 'nn', (told) => heard.push(told));
  tellStatus(chat, status, 'en');
  expect(heard).toEqual([]);
  tellStatus(chat, status, 'nn');
  expect(heard).toEqual([status]);
});
