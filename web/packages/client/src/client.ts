import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './partner.js';
import type { TokenSource } from './token.js';

/** The operations of the partner API by method and path. */
export type Veiviser = Client<paths>;

export interface VeiviserOptions {
  /** Address of the installation, such as `https://veiviser.example`. */
  readonly address: string;
  /** Where tokens come from: `keyToken`, or a function of yours. */
  readonly token: TokenSource;
  /** In which language problems are told. */
  readonly language?: 'nb' | 'nn' | 'se' | 'en';
  readonly fetch?: typeof globalThis.fetch;
}

/** A client of one installation, for one partner. */
export function createVeiviser({
  address,
  token,
  language = 'en',
  fetch = globalThis.fetch,
}: VeiviserOptions): Veiviser {
  return createClient<paths>({
    baseUrl: `${address.replace(/\/+$/, '')}/api/partner/v1`,
    headers: { 'Accept-Language': language },
    fetch: authorised(token, fetch),
  });
}

/** Sends a request with a token, and once more with a new one when that is refused. */
function authorised(token: TokenSource, send: typeof globalThis.fetch): (request: Request) => Promise<Response> {
  return async (request) => {
    const again = request.clone();
    const first = await token();
    const answer = await send(bearing(request, first));
    if (answer.status !== 401) return answer;
    const second = await token(first);
    if (second === first) return answer;
    await answer.body?.cancel();
    return send(bearing(again, second));
  };
}

function bearing(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

/** A new key for a creating call. Keep it until there is an answer: the same call with the same key is done once. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
