import type { Metadata, Partner, PartnerKey, Scope } from './shapes';

/** A call of the partner API, to be run where the partner's token is. */
export interface Example {
  /** The operation, as the usage counts it. */
  operation: string;
  /** What the token must be good for, if anything. */
  scope?: Scope;
  command: string;
}

/** What a partner's own programs hold, never this page. */
const PRIVATE_KEY = 'private-key.pem';
const TOKEN = '"Authorization: Bearer $TOKEN"';
const FRESH = '"Idempotency-Key: $(openssl rand -hex 16)"';
const NOW = `'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'`;

/** A command that writes an assertion (RFC 7523): who the partner is, signed by its own key on its own machine. */
export function assertionCommand(partner: Partner, key: PartnerKey, metadata: Metadata): string {
  const header = JSON.stringify({ alg: key.algorithm, kid: key.kid, typ: 'JWT' });
  const digest = key.algorithm === 'EdDSA' ? 'undefined' : '"sha256"';
  const script = [
    'const { randomUUID, sign } = require("node:crypto");',
    'const { readFileSync } = require("node:fs");',
    'const iat = Math.floor(Date.now() / 1000);',
    `const header = ${header};`,
    `const who = { iss: ${JSON.stringify(partner.id)}, sub: ${JSON.stringify(partner.id)} };`,
    `const aud = ${JSON.stringify(metadata.issuer)};`,
    'const claims = { ...who, aud, iat, exp: iat + 60, jti: randomUUID() };',
    'const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");',
    'const text = [part(header), part(claims)].join(".");',
    `const key = { key: readFileSync("${PRIVATE_KEY}"), dsaEncoding: "ieee-p1363" };`,
    `const signature = sign(${digest}, Buffer.from(text), key).toString("base64url");`,
    'console.log([text, signature].join("."));',
  ];
  return `ASSERTION=$(node -e ${quoted(`\n${script.join('\n')}\n`)})`;
}

/** A command that exchanges the assertion for a token with all scopes the partner has. */
export function tokenCommand(partner: Partner, metadata: Metadata): string {
  const scopes = partner.scopes.map((scope) => wireScope(scope, metadata)).join(' ');
  return lines([
    `curl ${quoted(metadata.token_endpoint)}`,
    '-d grant_type=client_credentials',
    '-d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    '-d client_assertion="$ASSERTION"',
    `-d client_id=${partner.id}`,
    ...(scopes === '' ? [] : [`--data-urlencode ${quoted(`scope=${scopes}`)}`]),
  ]);
}

/** Calls a partner may make with what it was given. `centre` is one it may ask about. */
export function examplesFor(partner: Partner, metadata: Metadata, centre: string | undefined): Example[] {
  const base = metadata.token_endpoint.replace(/\/oauth\/token$/, '');
  const get = (path: string) => lines([`curl -H ${TOKEN}`, quoted(base + path)]);
  const post = (path: string, body: string) =>
    lines([
      `curl ${quoted(base + path)}`,
      `-H ${TOKEN}`,
      `-H ${FRESH}`,
      `-H 'Content-Type: application/json'`,
      `-d '${body}'`,
    ]);
  const all: Example[] = [
    { operation: 'organisation_get', command: get('/organisation') },
    { operation: 'availability_get', scope: 'availability.read', command: get('/availability?channel=chat') },
    { operation: 'centre_index', scope: 'availability.read', command: get('/centres?limit=50') },
    ...(centre === undefined
      ? []
      : [{ operation: 'centre_card', scope: 'availability.read' as const, command: get(`/centres/${centre}`) }]),
    { operation: 'referral_create', scope: 'referral.write', command: post('/referrals', REFERRAL) },
    { operation: 'referral_list', scope: 'referral.write', command: get('/referrals?limit=50') },
    { operation: 'webhook_endpoint_create', scope: 'webhook.manage', command: post('/webhook-endpoints', ENDPOINT) },
    { operation: 'webhook_endpoint_list', scope: 'webhook.manage', command: get('/webhook-endpoints') },
  ];
  return all.filter(({ scope }) => scope === undefined || partner.scopes.includes(scope));
}

/** A scope as it stands in tokens; each installation has its own prefix. */
export function wireScope(scope: Scope, { scopes_supported: known }: Metadata): string {
  return known.find((one) => one.endsWith(scope)) ?? scope;
}

/** The keys by which the partner can prove now who it is. */
export function liveKeys(keys: readonly PartnerKey[], now: number): PartnerKey[] {
  return keys.filter(({ not_after: end }) => end === undefined || Date.parse(end) > now);
}

const REFERRAL = `{
    "language": "nb", "county": "46", "topic": "work",
    "delivery": {"method": "handed_over"},
    "consent": {"asked_by": "test", "wording": "test.nb", "given_at": "${NOW}"}
  }`;

const ENDPOINT = '{"url": "https://hooks.example.org/veiviser", "event_types": ["referral.expired"]}';

function lines(parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}

/** A word as a shell takes it, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
