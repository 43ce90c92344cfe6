import type { components } from './partner.js';

type Problem = components['schemas']['Problem'];

/** What is wrong with one field. */
export type FieldFault = components['schemas']['ProblemField'];

/** The service said no. The catalogue of the documentation explains each code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** Act on this. `unknown` where the answer was no problem document. */
  readonly code: string;
  /** More about this occurrence. */
  readonly detail: string | undefined;
  /** Log this: by it the operator finds the call. */
  readonly traceId: string | undefined;
  readonly fields: readonly FieldFault[];
  /** Seconds until another try makes sense, where the service says so. */
  readonly retryAfter: number | undefined;

  constructor(response: Response, body: unknown) {
    const problem: Partial<Problem> = typeof body === 'object' && body !== null ? body : {};
    const code = problem.code ?? 'unknown';
    super(`${response.status} ${code}: ${problem.title ?? response.statusText}`);
    this.status = response.status;
    this.code = code;
    this.detail = problem.detail;
    this.traceId = problem.trace_id;
    this.fields = problem.errors ?? [];
    const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  }
}

interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of an answer; throws a `Refusal` if there was one. */
export function unwrap<A extends Answer>(answer: A): Exclude<A['data'], undefined> {
  if (!answer.response.ok) throw new Refusal(answer.response, answer.error);
  return answer.data as Exclude<A['data'], undefined>;
}
