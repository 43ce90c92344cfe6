/** Time and timers as the connection sees them, so that tests can hold them in hand. */
export interface Clock {
  now(): number;
  /** Calls `run` once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Calls `run` every `ms`, also while the window is hidden; the answer cancels it. */
  every(ms: number, run: () => void): () => void;
}

/**
 * The browser's clock. Repeating timers run in a worker: a hidden window may fire its own timers only once a
 * minute, and the server gives up a counsellor after 20 s of silence.
 */
export function browserClock(): Clock {
  const ticker = startTicker();
  let next = 1;
  const running = new Map<number, () => void>();
  ticker?.addEventListener('message', (event: MessageEvent<number>) => running.get(event.data)?.());
  return {
    now: () => Date.now(),
    after(ms, run) {
      const id = setTimeout(run, ms);
      return () => {
        clearTimeout(id);
      };
    },
    every(ms, run) {
      if (!ticker) {
        const id = setInterval(run, ms);
        return () => {
          clearInterval(id);
        };
      }
      const id = next++;
      running.set(id, run);
      ticker.postMessage({ id, ms });
      return () => {
        running.delete(id);
        ticker.postMessage({ id });
      };
    },
  };
}

function startTicker(): Worker | undefined {
  try {
    return new Worker(new URL('./ticker.ts', import.meta.url), { type: 'module' });
  } catch {
    return undefined;
  }
}
