// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import type { NewConversation } from '../api/shapes';
import { Controller } from './controller';
import { type CodeOutcome, hearCode, refusesCode, tellCode } from './referral';
import { TabStorage } from './storage';

const HOME = new URL('https://service.example/');
const CODE = 'ABCD-EFGH-JKLM';
const REFUSED = { type: 'about:blank', title: '', status: 422, code: 'invalid' };

function refused(field: string): typeof REFUSED & { errors: { field: string; reason: string }[] } {
  return { ...REFUSED, errors: [{ field, reason: '' }] };
}

test('a start is refused because of the code only where the service names it', () => {
  expect(refusesCode(refused('referral_code'))).toBe(true);
  expect(refusesCode(refused('topic'))).toBe(false);
  expect(refusesCode(REFUSED)).toBe(false);
  expect(refusesCode(undefined)).toBe(false);
});

test('the page hears what became of the code of its chat', () => {
  const chat = document.createElement('div');
  const heard = vi.fn<(outcome: CodeOutcome) => void>();
  hearCode(chat, heard);
  tellCode(chat, 'used');
  expect(heard.mock.calls).toEqual([['used']]);
});

test('a start by a code keeps its key until it is answered, another start has another', async () => {
  const keys: (string | null)[] = [];
  vi.stubGlobal('fetch', (_url: URL, { headers }: RequestInit) => {
    keys.push(new Headers(headers).get('idempotency-key'));
    return Promise.reject(new TypeError('the line is cut'));
  });
  const controller = new Controller({
    home: HOME,
    language: 'nb',
    storage: new TabStorage(HOME),
    county: () => undefined,
  });
  const plain: NewConversation = { language: 'nb', consent: true };
  const referred = { ...plain, referral_code: CODE };
  for (const start of [referred, referred, { ...referred, topic: 'work' as const }, plain]) {
    await controller.begin(start);
  }
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
  expect(keys[3]).toBeNull();
});

test('the key of a start is kept with its conversation in the tab, and forgotten with it', () => {
  const storage = new TabStorage(HOME);
  const session = { id: 'cnv_1', token: 't', resume_code: 'c', referral_key: 'k' };
  storage.save({ session, pending: [] });
  expect(new TabStorage(HOME).load()?.session.referral_key).toBe('k');
  storage.clear();
  expect(new TabStorage(HOME).load()).toBeUndefined();
});
