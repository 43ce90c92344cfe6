// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { tidyCode } from '../ui/code';
import { linked } from '../ui/links';
import { uuid } from '../ui/uuid';
import { DoubleEscape, exitAddress } from './exit';
import { TabStorage } from './storage';
import { problemText } from './text';
import { remaining } from './view/composer';

describe('quick exit', () => {
  test('Escape twice within a second and a half is the way out', () => {
    const escape = new DoubleEscape();
    expect(escape.press('Escape', 1_000)).toBe('first');
    expect(escape.press('Escape', 2_500)).toBe('second');
  });

  test('too slow, or with another key between, is not', () => {
    const escape = new DoubleEscape();
    escape.press('Escape', 0);
    expect(escape.press('Escape', 1_501)).toBe('first');
    escape.press('a', 1_600);
    expect(escape.press('Escape', 1_700)).toBe('first');
  });

  test('leads to the web only, never to a script', () => {
    expect(exitAddress('https://www.nrk.no/')).toBe('https://www.nrk.no/');
    expect(exitAddress('javascript:alert(1)')).toBe('https://www.yr.no/');
    expect(exitAddress(null)).toBe('https://www.yr.no/');
  });
});

describe('the resume code', () => {
  test('is taken in any case and spacing', () => {
    expect(tidyCode(' abcd efgh–jklm ')).toBe('ABCD-EFGH-JKLM');
    expect(tidyCode('ABCDEFGHJKLM')).toBe('ABCD-EFGH-JKLM');
  });

  test('of another length is refused', () => {
    expect(tidyCode('ABCD-EFGH')).toBeUndefined();
  });
});

test('the length of a message is counted in characters, not in code units', () => {
  expect(remaining('😀'.repeat(4_000))).toBe(0);
  expect(remaining('a'.repeat(4_001))).toBe(-1);
});

test('only web addresses become links, without the punctuation after them', () => {
  const parts = linked('Se https://utdanning.no/valg. Og javascript:alert(1)');
  const links = parts.filter((part) => typeof part !== 'string');
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://utdanning.no/valg']);
  expect(parts.map((part) => (typeof part === 'string' ? part : part.textContent)).join('')).toBe(
    'Se https://utdanning.no/valg. Og javascript:alert(1)',
  );
});

test('a client id is a UUID of version 7, which grows with time', () => {
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(255) });
  expect(uuid(1_800_000_000_123)).toBe('01a3185c-507b-7fff-bfff-ffffffffffff');
  vi.unstubAllGlobals();
});

test('an unknown problem is told in the words of the service, and without words as a general one', () => {
  expect(problemText({ type: 'x', title: 'Et nytt problem.', status: 418, code: 'teapot' }, 'nb')).toBe(
    'Et nytt problem.',
  );
  expect(problemText({ type: 'x', title: '', status: 418, code: 'teapot' }, 'nb')).toBe(
    'Noe gikk galt hos oss. Prøv igjen om litt.',
  );
});

describe('the memory of the tab', () => {
  const home = new URL('https://service.example/');
  const saved = { session: { id: 'cnv_1', token: 't', resume_code: 'c' }, pending: [{ client_id: 'a', body: 'hei' }] };

  beforeEach(() => {
    sessionStorage.clear();
  });

  test('keeps the conversation and what was not sent', () => {
    new TabStorage(home).save(saved);
    expect(new TabStorage(home).load()).toEqual(saved);
  });

  test('keeps the conversations of two services apart', () => {
    new TabStorage(home).save(saved);
    expect(new TabStorage(new URL('https://other.example/')).load()).toBeUndefined();
  });

  test('leaves nothing behind when cleared', () => {
    const storage = new TabStorage(home);
    storage.save(saved);
    storage.open = true;
    storage.clear();
    expect(sessionStorage).toHaveLength(0);
  });

  test('takes damaged contents for none', () => {
    sessionStorage.setItem(`veiviser.conversation:${home.href}`, '{"session":{"id":1}}');
    expect(new TabStorage(home).load()).toBeUndefined();
  });

  test('forgets instead of failing where storage is refused', () => {
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new Error('refused');
    });
    expect(new TabStorage(home).load()).toBeUndefined();
  });
});
