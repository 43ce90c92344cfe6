import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  value: T | undefined;
  error: unknown;
  /** Loads once more. */
  again: () => void;
}

/** Loads something when it is first shown and whenever `key` changes; a late answer to an old key is dropped. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: unknown }>({ key });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    let wanted = true;
    latest.current().then(
      (value) => {
        if (wanted) setState({ key, value });
      },
      (error: unknown) => {
        if (wanted) setState((old) => ({ ...old, key, error }));
      },
    );
    return () => {
      wanted = false;
    };
  }, [key, round]);
  const again = useCallback(() => {
    setRound((count) => count + 1);
  }, []);
  const fresh = state.key === key;
  return { value: fresh ? state.value : undefined, error: fresh ? state.error : undefined, again };
}
