#!/usr/bin/env node
import { exportJWK, generateKeyPair } from 'jose';
import { writeFile } from 'node:fs/promises';
import process from 'node:process';

const name = process.argv[2] ?? '';
if (!/^[\w.-]{1,60}$/.test(name)) {
  process.stderr.write('Usage: veiviser-key NAME, such as 2026-11: writes NAME.private.jwk and NAME.public.jwk\n');
  process.exit(2);
}
const pair = await generateKeyPair('ES256', { extractable: true });
const text = async (key: CryptoKey): Promise<string> => {
  const jwk = await exportJWK(key);
  return `${JSON.stringify({ kid: name, alg: 'ES256', ...jwk }, undefined, 2)}\n`;
};
// `wx`: a key that is there already is never written over.
await writeFile(`${name}.private.jwk`, await text(pair.privateKey), { flag: 'wx', mode: 0o600 });
await writeFile(`${name}.public.jwk`, await text(pair.publicKey), { flag: 'wx' });
process.stdout.write(`${name}.private.jwk stays with you. Give ${name}.public.jwk to the national coordinator.\n`);
