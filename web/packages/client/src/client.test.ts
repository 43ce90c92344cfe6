import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, type JWK } from 'jose';
import { beforeEach, expect, test } from 'vitest';
import { Refusal, TokenRefusal, createVeiviser, idempotencyKey, keyToken, unwrap, type PrivateKey } from './index.js';

const ADDRESS = 'https://veiviser.example';
const CLIENT = 'ptn_06g00000000000000000000000';

/** Answers as the service would: a token for a good assertion, and an operation for the token it gave last. */
class Service {
  now: number | undefined;
  given = 0;
  revoked = 0;
  ids = new Set<string>();
  requests: Request[] = [];
  answer: () => Response = () => Response.json({ items: [] });

  readonly #keys: ReturnType<typeof createLocalJWKSet>;

  constructor(publicKey: JWK) {
    this.#keys = createLocalJWKSet({ keys: [publicKey] });
  }

  fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url === `${ADDRESS}/api/partner/v1/oauth/token`) return this.#token(await request.formData());
    this.requests.push(request);
    const isLive = request.headers.get('Authorization') === `Bearer t${this.given}` && this.revoked < this.given;
    return isLive ? this.answer() : problem(401, { code: 'unauthenticated', title: 'No.' });
  };

  async #token(form: FormData): Promise<Response> {
    const read = await jwtVerify(form.get('client_assertion') as string, this.#keys, {
      issuer: CLIENT,
      subject: CLIENT,
      audience: ADDRESS,
      maxTokenAge: 300,
      currentDate: new Date(this.now ?? Date.now()),
      requiredClaims: ['jti', 'exp'],
    }).catch(() => undefined);
    const id = read?.payload.jti ?? '';
    if (read === undefined || this.ids.has(id)) {
      return Response.json({ error: 'invalid_client', error_description: 'not trusted' }, { status: 401 });
    }
    this.ids.add(id);
    this.given += 1;
    return Response.json({ access_token: `t${this.given}`, token_type: 'Bearer', expires_in: 600, scope: 'a' });
  }
}

function problem(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(
    { status, ...body },
    { status, headers: { ...headers, 'Content-Type': 'application/problem+json' } },
  );
}

async function pairOf(algorithm: 'RS256' | 'ES256' | 'EdDSA'): Promise<{ privateKey: PrivateKey; publicKey: JWK }> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const [privateKey, publicKey] = await Promise.all([exportJWK(pair.privateKey), exportJWK(pair.publicKey)]);
  return { privateKey: { ...privateKey, kid: 'one' }, publicKey: { ...publicKey, kid: 'one', alg: algorithm } };
}

let service: Service;
let privateKey: PrivateKey;
let now: number;
beforeEach(async () => {
  const pair = await pairOf('ES256');
  privateKey = pair.privateKey;
  service = new Service(pair.publicKey);
  now = Date.now();
});

const source = () =>
  keyToken({ address: `${ADDRESS}/`, clientId: CLIENT, privateKey, fetch: service.fetch, now: () => now });
const client = () => createVeiviser({ address: `${ADDRESS}/`, token: source(), fetch: service.fetch });

test.each(['RS256', 'ES256', 'EdDSA'] as const)('an assertion by %s gets a token', async (algorithm) => {
  const pair = await pairOf(algorithm);
  service = new Service(pair.publicKey);
  const token = keyToken({ address: ADDRESS, clientId: CLIENT, privateKey: pair.privateKey, fetch: service.fetch });
  expect(await token()).toBe('t1');
});

test('a token is kept until shortly before it ends, and everybody waits for the same one', async () => {
  const token = source();
  expect(await Promise.all([token(), token(), token()])).toEqual(['t1', 't1', 't1']);
  now += 560_000;
  service.now = now;
  expect(await token()).toBe('t1');
  now += 20_000;
  service.now = now;
  expect(await Promise.all([token(), token()])).toEqual(['t2', 't2']);
});

test('a refused token is replaced once, and the request with its body sent again', async () => {
  const veiviser = client();
  unwrap(await veiviser.GET('/centres'));
  service.revoked = 1;
  service.answer = () => Response.json({ id: 'ref_1', created_at: '', expires_at: '' }, { status: 201 });
  const consent = { asked_by: 'nav-bergen', wording: '2026-11.nb', given_at: '2026-11-23T10:00:00+01:00' };
  const made = unwrap(
    await veiviser.POST('/referrals', {
      params: { header: { 'Idempotency-Key': idempotencyKey() } },
      body: { language: 'nb', delivery: { method: 'handed_over' }, consent },
    }),
  );
  expect(made.id).toBe('ref_1');
  const [, first, second] = service.requests;
  expect(second?.headers.get('Authorization')).toBe('Bearer t2');
  expect(second?.headers.get('Idempotency-Key')).toBe(first?.headers.get('Idempotency-Key'));
  expect(await second?.json()).toMatchObject({ language: 'nb', consent });
});

test('a token that is refused again is not asked for a third time', async () => {
  service.revoked = 99;
  const answer = await client().GET('/centres');
  expect(answer.response.status).toBe(401);
  expect([service.given, service.requests.length]).toEqual([2, 2]);
});

test('a token from elsewhere is used, and its refusal stands if there is no other', async () => {
  const veiviser = createVeiviser({ address: ADDRESS, token: () => Promise.resolve('mine'), fetch: service.fetch });
  const answer = await veiviser.GET('/organisation');
  expect(answer.response.status).toBe(401);
  expect(service.requests).toHaveLength(1);
});

test('a refusal tells code, trace, fields and when to try again', async () => {
  const errors = [{ field: 'at', reason: 'must be at most a day ago' }];
  service.answer = () =>
    problem(422, { code: 'invalid', title: 'No.', trace_id: 'abc', errors }, { 'Retry-After': '7' });
  const refused = client().GET('/availability').then(unwrap);
  await expect(refused).rejects.toThrow('422 invalid: No.');
  await expect(refused).rejects.toMatchObject({
    status: 422,
    code: 'invalid',
    traceId: 'abc',
    fields: errors,
    retryAfter: 7,
  });
  await expect(refused).rejects.toBeInstanceOf(Refusal);
});

test('an answer that is no problem document is a refusal all the same', async () => {
  service.answer = () => new Response('<h1>Bad Gateway</h1>', { status: 502 });
  await expect(client().GET('/centres').then(unwrap)).rejects.toMatchObject({
    status: 502,
    code: 'unknown',
    fields: [],
  });
});

test('a key that is not registered is told by the word of OAuth, and asked again the next time', async () => {
  const stranger = (await pairOf('ES256')).privateKey;
  const token = keyToken({ address: ADDRESS, clientId: CLIENT, privateKey: stranger, fetch: service.fetch });
  await expect(token()).rejects.toThrow(TokenRefusal);
  await expect(token()).rejects.toMatchObject({ status: 401, code: 'invalid_client' });
});

test('an answer without a body is no refusal', async () => {
  service.answer = () => new Response(null, { status: 204 });
  const path = { key_id: 'pky_06g00000000000000000000000' };
  expect(unwrap(await client().DELETE('/keys/{key_id}', { params: { path } }))).toBeUndefined();
});
