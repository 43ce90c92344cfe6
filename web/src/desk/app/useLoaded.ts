import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  value: T | undefined;
  error: unknown;
  /** Loads once more; what is there stays until the new answer comes. */
  again: () => void;
}

/** Loads something when it is first shown and whenever `key` changes; only the latest answer counts. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: unknown }>({ key });
  const latest = useRef(load);
  const round = useRef(0);
  useEffect(() => {
    latest.current = load;
  });
  const run = useCallback(() => {
    round.current += 1;
    const mine = round.current;
    latest.current().then(
      (value) => {
        if (mine === round.current) setState({ key, value });
      },
      (error: unknown) => {
        if (mine === round.current) setState((old) => (old.key === key ? { ...old, error } : { key, error }));
      },
    );
  }, [key]);
  useEffect(() => {
    run();
    return () => {
      round.current += 1;
    };
  }, [run]);
  const fresh = state.key === key;
  return { value: fresh ? state.value : undefined, error: fresh ? state.error : undefined, again: run };
}
