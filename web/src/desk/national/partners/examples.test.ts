import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { assertionCommand, examplesFor, liveKeys, tokenCommand, wireScope } from './examples';
import { KEY, NAV } from './fixtures';
import { SCOPES, type Metadata } from './shapes';

const METADATA: Metadata = {
  issuer: 'https://veiviser.example',
  token_endpoint: 'https://veiviser.example/api/partner/v1/oauth/token',
  scopes_supported: SCOPES.map((scope) => `veiviser:${scope}`),
};
const API = 'https://veiviser.example/api/partner/v1';

const folder = mkdtempSync(join(tmpdir(), 'veiviser-examples-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a command in a shell whose `curl` tells what it was given instead of sending it. */
function run(command: string): string[] {
  const curl = join(folder, 'curl');
  const tell = 'process.stdout.write(JSON.stringify(process.argv.slice(2)))';
  writeFileSync(join(folder, 'curl.cjs'), tell);
  writeFileSync(curl, `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'curl.cjs')}" "$@"\n`);
  chmodSync(curl, 0o755);
  return JSON.parse(inShell(command)) as string[];
}

function inShell(command: string): string {
  const path = [folder, join(process.execPath, '..'), process.env['PATH']].join(delimiter);
  const env = { PATH: path, TOKEN: 'a token', ASSERTION: 'an assertion' };
  return execFileSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
}

const PAIRS: [string, { publicKey: KeyObject; privateKey: KeyObject }][] = [
  ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['EdDSA', generateKeyPairSync('ed25519')],
];

for (const [algorithm, { publicKey, privateKey }] of PAIRS) {
  test(`the assertion of a partner with a key for ${algorithm} is signed by it, whatever its name`, () => {
    writeFileSync(join(folder, 'private-key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const kid = String.raw`it's "odd" $(exit 1) \n` + '`';
    const command = assertionCommand(NAV, { ...KEY, algorithm, kid }, METADATA);
    const [header = '', claims = '', signature = ''] = inShell(`${command}; echo "$ASSERTION"`).trim().split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    expect(read(header)).toEqual({ alg: algorithm, kid, typ: 'JWT' });
    const { iat, exp, jti, ...who } = read(claims);
    expect(who).toEqual({ iss: NAV.id, sub: NAV.id, aud: METADATA.issuer });
    expect(Number(exp) - Number(iat)).toBe(60);
    expect(jti).toMatch(/^[\da-f-]{36}$/);
    const digest = algorithm === 'EdDSA' ? undefined : 'sha256';
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
    const isRight = verify(digest, Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'));
    expect(isRight).toBe(true);
  });
}

test('the token is asked for with client id and scopes', () => {
  expect(run(tokenCommand(NAV, METADATA))).toEqual([
    `${API}/oauth/token`,
    '-d',
    'grant_type=client_credentials',
    '-d',
    'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    '-d',
    'client_assertion=an assertion',
    '-d',
    `client_id=${NAV.id}`,
    '--data-urlencode',
    'scope=veiviser:availability.read veiviser:referral.write',
  ]);
  expect(tokenCommand({ ...NAV, scopes: [] }, METADATA)).not.toContain('scope=');
});

test('a partner is shown the calls it may make, and no others', () => {
  const operations = (scopes: typeof NAV.scopes) =>
    examplesFor({ ...NAV, scopes }, METADATA, 'ctr_1').map(({ operation }) => operation);
  expect(operations([])).toEqual(['organisation_get']);
  expect(operations(['availability.read'])).toEqual([
    'organisation_get',
    'availability_get',
    'centre_index',
    'centre_card',
  ]);
  expect(operations([...SCOPES])).toContain('webhook_endpoint_create');
  const nowhere = examplesFor(NAV, METADATA, undefined);
  expect(nowhere.map(({ operation }) => operation)).not.toContain('centre_card');
});

const CALLS = examplesFor({ ...NAV, scopes: [...SCOPES] }, METADATA, 'ctr_1');

test.each(CALLS)('$operation carries the token from the shell', ({ command }) => {
  const given = run(command);
  expect(given).toContain('Authorization: Bearer a token');
  expect(given.filter((one) => one.startsWith(`${API}/`))).toHaveLength(1);
});

test.each(CALLS.filter(({ command }) => command.includes(' -d ')))('$operation sends JSON, each time anew', (call) => {
  const given = run(call.command);
  expect(JSON.parse(given.at(-1) ?? '')).toBeTypeOf('object');
  expect(given.some((one) => /^Idempotency-Key: [\da-f]{32}$/.test(one))).toBe(true);
});

test('a referral tells of a consent given now', () => {
  const referral = examplesFor(NAV, METADATA, 'ctr_1').find(({ operation }) => operation === 'referral_create');
  const body = JSON.parse(run(referral?.command ?? '').at(-1) ?? '') as { consent: { given_at: string } };
  expect(Math.abs(Date.parse(body.consent.given_at) - Date.now())).toBeLessThan(60_000);
});

test('a scope has the prefix of the installation', () => {
  expect(wireScope('statistics.read', METADATA)).toBe('veiviser:statistics.read');
  expect(wireScope('statistics.read', { ...METADATA, scopes_supported: [] })).toBe('statistics.read');
});

test('a key that has ended proves nothing', () => {
  const now = Date.parse('2026-11-28T10:00:00Z');
  const ended = { ...KEY, kid: 'old', not_after: '2026-11-28T10:00:00Z' };
  const ending = { ...KEY, kid: 'new', not_after: '2026-11-28T10:00:01Z' };
  expect(liveKeys([KEY, ended, ending], now).map(({ kid }) => kid)).toEqual(['2026-11', 'new']);
});
