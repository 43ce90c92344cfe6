import { instantOfWhen, type WhenDraft } from '../parts/when';

/** Keys a partner may have. */
export const MOST_KEYS = 5;

/** Why what was pasted is not taken. */
export type KeyFault =
  'empty' | 'json' | 'pem' | 'several' | 'private' | 'kind' | 'name' | 'strength' | 'taken' | 'refused';

export interface ReadKey {
  jwk: Readonly<Record<string, unknown>>;
  kid: string;
}

/** What only the owner of a key may have (RFC 7518, section 6). */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** Bytes of a modulus: 2048 to 4096 bits. */
const MODULUS = [256, 512] as const;
const EXPONENT = [1, 4] as const;
/** Bytes of a coordinate of P-256 and Ed25519. */
const COORDINATE = [32, 32] as const;

interface Kind {
  curve?: string;
  algorithm: string;
  numbers: readonly (readonly [member: string, bytes: readonly [least: number, most: number]])[];
}

const KINDS: ReadonlyMap<unknown, Kind> = new Map([
  [
    'RSA',
    {
      algorithm: 'RS256',
      numbers: [
        ['n', MODULUS],
        ['e', EXPONENT],
      ],
    },
  ],
  [
    'EC',
    {
      curve: 'P-256',
      algorithm: 'ES256',
      numbers: [
        ['x', COORDINATE],
        ['y', COORDINATE],
      ],
    },
  ],
  ['OKP', { curve: 'Ed25519', algorithm: 'EdDSA', numbers: [['x', COORDINATE]] }],
] satisfies [string, Kind][]);

/** Reads a public key as the service will (RFC 7517). A set that holds one key is that key. */
export function readKey(text: string, names: readonly string[] = []): ReadKey | { fault: KeyFault } {
  if (text.trim() === '') return { fault: 'empty' };
  if (holdsPrivate(text)) return { fault: 'private' };
  if (text.includes('-----BEGIN')) return { fault: 'pem' };
  const keys = keysIn(parsed(text));
  const [jwk, ...others] = keys;
  if (others.length > 0) return { fault: 'several' };
  if (jwk === undefined) return { fault: 'json' };
  const { kid } = jwk;
  if (typeof kid !== 'string' || !/^[!-~]{1,100}$/.test(kid)) return { fault: 'name' };
  const fault = faultOf(jwk);
  if (fault !== undefined) return { fault };
  return names.includes(kid) ? { fault: 'taken' } : { jwk, kid };
}

/** What is wrong with when a key is to end: it may be open, but neither half nor past. */
export function endFault(end: WhenDraft, now: number): 'half' | 'past' | undefined {
  if (end.date === '' && end.time.trim() === '') return undefined;
  const at = instantOfWhen(end);
  if (at === undefined) return 'half';
  return Date.parse(at) <= now ? 'past' : undefined;
}

/** What the service had against a key that looked right here. */
export function refusedKey(errors: readonly { field: string }[]): { key: KeyFault | undefined; end: boolean } {
  const has = (field: string) => errors.some((one) => one.field === field);
  return { key: has('jwk.kid') ? 'taken' : has('jwk') ? 'refused' : undefined, end: has('not_after') };
}

/** Whether a text holds a private key, which must not be kept anywhere, not even in a field. */
export function holdsPrivate(text: string): boolean {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) return true;
  return keysIn(parsed(text)).some((key) => PRIVATE.some((member) => member in key));
}

function faultOf(jwk: ReadKey['jwk']): KeyFault | undefined {
  const kind = KINDS.get(jwk['kty']);
  if (kind === undefined || jwk['crv'] !== kind.curve) return 'kind';
  const isForSigning = jwk['use'] === undefined || jwk['use'] === 'sig';
  const isNamedRightly = jwk['alg'] === undefined || jwk['alg'] === kind.algorithm;
  if (!isForSigning || !isNamedRightly) return 'kind';
  for (const [member, [least, most]] of kind.numbers) {
    const length = lengthOf(jwk[member], member === 'n');
    if (length === undefined) return 'kind';
    if (length < least || length > most) return 'strength';
  }
  return undefined;
}

/** Bytes of a number as keys write it; a modulus does not grow by zeroes in front. */
function lengthOf(text: unknown, isModulus: boolean): number | undefined {
  if (typeof text !== 'string' || !/^[\w-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return isModulus ? bytes.replace(/^\0+/, '').length : bytes.length;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function keysIn(value: unknown): ReadKey['jwk'][] {
  if (!isBag(value)) return [];
  return Array.isArray(value['keys']) ? value['keys'].filter(isBag) : [value];
}

function isBag(value: unknown): value is ReadKey['jwk'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
