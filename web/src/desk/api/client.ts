import type { Problem } from '../../api/shapes';

/** The server refused, or (code `network`) could not be reached. */
export class ApiError extends Error {
  readonly problem: Problem;
  /** Seconds to wait before trying again, if the server said so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.code);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Shown instead of a server's problem when no answer came. Its title is looked up in the catalogue by its code. */
export const networkProblem: Problem = { type: 'about:blank', title: '', status: 0, code: 'network' };

/** The problem behind anything thrown by a call. */
export function problemOf(error: unknown): Problem {
  return error instanceof ApiError ? error.problem : { ...networkProblem, code: 'unexpected' };
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A value and the version it has, for writes that must not overwrite somebody else's. */
export interface Versioned<T> {
  value: T;
  version: string;
}

/** Calls the API of the server that delivered this page. */
export class ApiClient {
  csrfToken: string | undefined;
  #language = 'nb';
  #signedOut: (() => void) | undefined;
  #factorMissing: (() => void) | undefined;
  #clockOffset = 0;

  /** The server's time in milliseconds, as far as its answers tell. */
  readonly serverNow = (): number => Date.now() + this.#clockOffset;

  /** Sets the language of the server's sentences. */
  speak(language: string): void {
    this.#language = language;
  }

  /** Calls `run` when the server no longer knows the session. */
  whenSignedOut(run: () => void): void {
    this.#signedOut = run;
  }

  /** Calls `run` when the server refuses all until there is a second factor. */
  whenFactorMissing(run: () => void): void {
    this.#factorMissing = run;
  }

  /** Sends one request; an empty answer gives `undefined`. */
  async request<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const response = await this.#send(method, path, body);
    return (await readJson(response)) as T;
  }

  /** Sends one request for something that has a version; a write says which version it changes. */
  async versioned<T>(method: Method, path: string, body?: unknown, version?: string): Promise<Versioned<T>> {
    const response = await this.#send(method, path, body, version === undefined ? {} : { 'If-Match': version });
    return { value: (await readJson(response)) as T, version: response.headers.get('ETag') ?? '' };
  }

  /** Fetches a file to save, and the name it is to have. */
  async file(path: string): Promise<{ content: Blob; name: string }> {
    const response = await this.#send('GET', path, undefined, { Accept: '*/*' });
    const [, name = 'veiviser'] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '') ?? [];
    return { content: await response.blob(), name };
  }

  /** Sends a file as it is. */
  async upload<T>(method: Method, path: string, file: Blob): Promise<T> {
    const response = await this.#send(method, path, file);
    return (await readJson(response)) as T;
  }

  async #send(method: Method, path: string, body: unknown, more: Record<string, string> = {}): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': this.#language, ...more };
    const file = body instanceof Blob;
    if (body !== undefined) headers['Content-Type'] = file ? 'application/octet-stream' : 'application/json';
    if (method !== 'GET' && this.csrfToken) headers['X-CSRF-Token'] = this.csrfToken;
    const sentAt = Date.now();
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: file ? body : JSON.stringify(body) }),
    }).catch((): never => {
      throw new ApiError(networkProblem);
    });
    this.#learnClock(response, sentAt);
    if (response.ok) return response;
    const problem = asProblem(await readJson(response), response.status);
    if (problem.code === 'unauthenticated') this.#signedOut?.();
    if (problem.code === 'second_factor_required') this.#factorMissing?.();
    throw new ApiError(problem, Number(response.headers.get('Retry-After')) || undefined);
  }

  #learnClock(response: Response, sentAt: number): void {
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (Number.isNaN(date)) return;
    const offset = date + 500 - (sentAt + Date.now()) / 2;
    this.#clockOffset = Math.abs(offset) < 2_000 ? 0 : offset;
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function asProblem(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'title' in body) return body as Problem;
  return { ...networkProblem, code: status >= 502 && status <= 504 ? 'unavailable' : 'unexpected', status };
}
