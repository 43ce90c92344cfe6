import { afterEach, expect, test, vi } from 'vitest';
import { ApiClient, ApiError } from './client';

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(() =>
    Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status, headers })),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

async function failure(client: ApiClient): Promise<ApiError> {
  try {
    await client.request('GET', '/me');
  } catch (error) {
    if (error instanceof ApiError) return error;
  }
  throw new Error('the request did not fail as expected');
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('writes carry the token against forgery, reads do not, both the language', async () => {
  const fetched = answer(200, {});
  const client = new ApiClient();
  client.csrfToken = 'secret';
  client.speak('nn');
  await client.request('GET', '/me');
  await client.request('POST', '/x', { a: 1 });
  const headers = fetched.mock.calls.map(([, init]) => init.headers as Record<string, string>);
  expect(headers[0]).toEqual({ Accept: 'application/json', 'Accept-Language': 'nn' });
  expect(headers[1]).toMatchObject({ 'X-CSRF-Token': 'secret', 'Content-Type': 'application/json' });
  expect(fetched.mock.calls[1]?.[1].body).toBe('{"a":1}');
});

test('a problem and its waiting time reach the caller', async () => {
  const problem = { type: 't', title: 'Slow down', status: 429, code: 'too_many_requests' };
  answer(429, problem, { 'Retry-After': '75' });
  const error = await failure(new ApiClient());
  expect(error.problem).toEqual(problem);
  expect(error.retryAfter).toBe(75);
});

test('a version comes with what is read and goes with what is written', async () => {
  const fetched = answer(200, { name: 'x' }, { ETag: '"7"' });
  const client = new ApiClient();
  expect(await client.versioned('GET', '/x')).toEqual({ value: { name: 'x' }, version: '"7"' });
  await client.versioned('PATCH', '/x', { name: 'y' }, '"7"');
  const headers = fetched.mock.calls.map(([, init]) => init.headers as Record<string, string>);
  expect(headers.map((one) => one['If-Match'])).toEqual([undefined, '"7"']);
});

test('an empty answer is fine', async () => {
  answer(204, undefined);
  await expect(new ApiClient().request('POST', '/x')).resolves.toBeUndefined();
});

test('no answer at all is a network problem, a proxy page an unavailable service', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
  expect((await failure(new ApiClient())).problem.code).toBe('network');
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })));
  expect((await failure(new ApiClient())).problem.code).toBe('unavailable');
});

test('an ended session is told, a refused log-in is not', async () => {
  const client = new ApiClient();
  const signedOut = vi.fn<() => void>();
  client.whenSignedOut(signedOut);
  answer(401, { type: '', title: '', status: 401, code: 'login_refused' });
  await failure(client);
  expect(signedOut).not.toHaveBeenCalled();
  answer(401, { type: '', title: '', status: 401, code: 'unauthenticated' });
  await failure(client);
  expect(signedOut).toHaveBeenCalledTimes(1);
});

test('a wrong clock on this machine is corrected by the server, a small difference is ignored', async () => {
  const client = new ApiClient();
  answer(200, {}, { Date: new Date(Date.now() + 60_000).toUTCString() });
  await client.request('GET', '/me');
  expect(Math.abs(client.serverNow() - Date.now() - 60_000)).toBeLessThan(1_500);
  answer(200, {}, { Date: new Date().toUTCString() });
  await client.request('GET', '/me');
  expect(Math.abs(client.serverNow() - Date.now())).toBeLessThan(50);
});
