import type { Problem } from './shapes';

/** A call the service refused, or that never reached it (code `network`, status 0). */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

export const NETWORK_PROBLEM: Problem = { type: 'about:blank', title: '', status: 0, code: 'network' };

/** The problem behind anything thrown by a call. */
export function problemOf(error: unknown): Problem {
  return error instanceof ApiProblem ? error.problem : NETWORK_PROBLEM;
}

/** The problem in an answer; one made from the status when the answer carries none. */
export async function readProblem(response: Response): Promise<Problem> {
  const made: Problem = {
    type: 'about:blank',
    title: '',
    status: response.status,
    code: response.status === 404 ? 'not_found' : response.status === 401 ? 'unauthenticated' : 'internal',
  };
  if (!(response.headers.get('content-type') ?? '').includes('json')) return made;
  try {
    return { ...made, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return made;
  }
}
