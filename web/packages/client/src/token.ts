import { SignJWT, importJWK, type JWK } from 'jose';
import type { components } from './partner.js';

/**
 * Gives a token. If `refused` is given, the service did not take that one any more: give another one, or the same to
 * let the refusal stand.
 */
export type TokenSource = (refused?: string) => Promise<string>;

/** A private JSON Web Key with its name, as `veiviser-key` makes one. */
export type PrivateKey = JWK & { readonly kid: string };

export interface KeyTokenOptions {
  /** Address of the installation: the audience of the assertion. */
  readonly address: string;
  /** What the coordinator told you: `ptn_…`. */
  readonly clientId: string;
  /** Its public half is registered. */
  readonly privateKey: PrivateKey;
  /** Scopes with blanks between; all that were given to you if absent. */
  readonly scope?: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds, as `Date.now` gives them. */
  readonly now?: () => number;
}

/** The token endpoint said no. */
export class TokenRefusal extends Error {
  override readonly name = 'TokenRefusal';
  readonly status: number;
  /** A word of RFC 6749, section 5.2, or a code of the service. */
  readonly code: string;

  constructor(status: number, body: unknown) {
    const { error, error_description, code, title } = (body ?? {}) as Readonly<Record<string, string | undefined>>;
    const word = error ?? code ?? 'unknown';
    super(`${status} ${word}: ${error_description ?? title ?? 'no token'}`);
    this.status = status;
    this.code = word;
  }
}

interface Held {
  readonly value: string;
  readonly endsAt: number;
}

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ASSERTION_SECONDS = 60;
/** A token is not used in the last seconds of its life: it could end on the way. */
const SPARE_MS = 30_000;

/** Tokens by a key of your own (RFC 7523), each kept until shortly before it ends. */
export function keyToken(options: KeyTokenOptions): TokenSource {
  const now = options.now ?? Date.now;
  let latest: Promise<Held> | undefined;
  return async (refused) => {
    const seen = latest;
    const held = await seen?.catch(() => undefined);
    if (held !== undefined && held.value !== refused && held.endsAt - SPARE_MS > now()) return held.value;
    // Whoever comes first asks; the others wait for the same answer.
    if (latest === seen || latest === undefined) latest = ask(options, now);
    return (await latest).value;
  };
}

async function ask(options: KeyTokenOptions, now: () => number): Promise<Held> {
  const { address, scope, fetch = globalThis.fetch } = options;
  const askedAt = now();
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION,
    client_assertion: await assertion(options, askedAt),
    ...(scope === undefined ? {} : { scope }),
  });
  const answer = await fetch(`${address.replace(/\/+$/, '')}/api/partner/v1/oauth/token`, {
    method: 'POST',
    body: form,
  });
  if (!answer.ok) throw new TokenRefusal(answer.status, await answer.json().catch(() => undefined));
  const token = (await answer.json()) as components['schemas']['Token'];
  return { value: token.access_token, endsAt: askedAt + token.expires_in * 1000 };
}

async function assertion({ address, clientId, privateKey }: KeyTokenOptions, at: number): Promise<string> {
  const algorithm = algorithmOf(privateKey);
  const seconds = Math.floor(at / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm, kid: privateKey.kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(address.replace(/\/+$/, ''))
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .setJti(crypto.randomUUID())
    .sign(await importJWK(privateKey, algorithm));
}

/** The service takes one algorithm for each kind of key. */
function algorithmOf(key: PrivateKey): string {
  switch (key.kty) {
    case 'RSA':
      return 'RS256';
    case 'EC':
      return 'ES256';
    case 'OKP':
      return 'EdDSA';
    default:
      throw new TypeError('the key must be RSA, P-256 or Ed25519');
  }
}
