import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { endFault, holdsPrivate, readKey, refusedKey } from './jwk';

interface Pair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const PAIRS: Record<string, Pair> = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed25519: generateKeyPairSync('ed25519'),
};

const jwkOf = (key: KeyObject, more = {}) => ({ ...key.export({ format: 'jwk' }), kid: '2026-11', ...more });
const textOf = (key: KeyObject, more = {}) => JSON.stringify(jwkOf(key, more), undefined, 2);

for (const [name, { publicKey, privateKey }] of Object.entries(PAIRS)) {
  test(`a public key of ${name} is taken, alone or as the only one of a set`, () => {
    const jwk = jwkOf(publicKey);
    expect(readKey(textOf(publicKey))).toEqual({ jwk, kid: '2026-11' });
    expect(readKey(JSON.stringify({ keys: [jwk] }))).toEqual({ jwk, kid: '2026-11' });
    expect(readKey(textOf(publicKey, { use: 'sig' }))).toHaveProperty('kid');
  });

  test(`a private key of ${name} is known as such, however it is written`, () => {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const text of [textOf(privateKey), JSON.stringify({ keys: [jwkOf(privateKey)] }), pem]) {
      expect(readKey(text)).toEqual({ fault: 'private' });
      expect(holdsPrivate(text)).toBe(true);
    }
    expect(holdsPrivate(textOf(publicKey))).toBe(false);
  });
}

const P256 = PAIRS['P-256']?.publicKey as KeyObject;

test('each fault has a word of its own', () => {
  const key = (more: object) => JSON.stringify(jwkOf(P256, more));
  expect(readKey(' ')).toEqual({ fault: 'empty' });
  expect(readKey('{"kty": "EC"')).toEqual({ fault: 'json' });
  expect(readKey('[]')).toEqual({ fault: 'json' });
  expect(readKey(P256.export({ type: 'spki', format: 'pem' }).toString())).toEqual({ fault: 'pem' });
  expect(readKey(JSON.stringify({ keys: [jwkOf(P256), jwkOf(P256)] }))).toEqual({ fault: 'several' });
  expect(readKey(key({ kid: undefined }))).toEqual({ fault: 'name' });
  expect(readKey(key({ kid: 'with a space' }))).toEqual({ fault: 'name' });
  expect(readKey(key({ kid: 'x'.repeat(101) }))).toEqual({ fault: 'name' });
  expect(readKey(key({ use: 'enc' }))).toEqual({ fault: 'kind' });
  expect(readKey(key({ alg: 'ES384' }))).toEqual({ fault: 'kind' });
  expect(readKey(key({ y: 'not base64url!' }))).toEqual({ fault: 'kind' });
  expect(readKey(key({ x: 'AQAB' }))).toEqual({ fault: 'strength' });
  for (const kty of ['oct', 'constructor', 'toString']) {
    expect(readKey(JSON.stringify({ kty, kid: '1' }))).toEqual({ fault: 'kind' });
  }
});

test('a key that can be broken, or is longer than anybody needs, is not taken', () => {
  const rsa = (bytes: number, zeroes = 0) => {
    const n = Buffer.concat([Buffer.alloc(zeroes), Buffer.alloc(bytes, 0xff)]).toString('base64url');
    return readKey(JSON.stringify({ kty: 'RSA', kid: '1', e: 'AQAB', n }));
  };
  expect(rsa(255)).toEqual({ fault: 'strength' });
  expect(rsa(256)).toHaveProperty('kid');
  expect(rsa(255, 1)).toEqual({ fault: 'strength' });
  expect(rsa(513)).toEqual({ fault: 'strength' });
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  expect(readKey(textOf(publicKey))).toEqual({ fault: 'kind' });
});

test('the name of another key is taken', () => {
  expect(readKey(textOf(P256), ['2026-11'])).toEqual({ fault: 'taken' });
  expect(readKey(textOf(P256), ['2026-10'])).toHaveProperty('kid');
});

test('a key may end later, or never', () => {
  const now = Date.parse('2026-11-28T10:00:00Z');
  expect(endFault({ date: '', time: ' ' }, now)).toBeUndefined();
  expect(endFault({ date: '2026-11-28', time: '' }, now)).toBe('half');
  expect(endFault({ date: '2026-11-28', time: '11:00' }, now)).toBe('past');
  expect(endFault({ date: '2026-11-28', time: '11:01' }, now)).toBeUndefined();
});

test('what the service refuses is told at its field', () => {
  expect(refusedKey([{ field: 'jwk.kid' }])).toEqual({ key: 'taken', end: false });
  expect(refusedKey([{ field: 'jwk' }])).toEqual({ key: 'refused', end: false });
  expect(refusedKey([{ field: 'not_after' }])).toEqual({ key: undefined, end: true });
});
