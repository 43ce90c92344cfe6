import { useCallback, useState } from 'react';
import type { Problem } from '../../../api/shapes';
import { problemOf } from '../../api/client';

export interface Task {
  busy: boolean;
  problem: Problem | undefined;
  /** Runs one thing at a time; what it throws becomes the problem. Tells whether it succeeded. */
  run: (work: () => Promise<void>) => Promise<boolean>;
  forget: () => void;
}

/** Something that is sent to the server: whether it is on its way, and what the server had against it. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = useCallback(async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  const forget = useCallback(() => {
    setProblem(undefined);
  }, []);
  return { busy, problem, run, forget };
}

/** The fields a problem is about. */
export function refusedFields(problem: Problem | undefined): ReadonlySet<string> {
  return new Set((problem?.errors ?? []).map(({ field }) => field.split('.')[0] ?? field));
}
