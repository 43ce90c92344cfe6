import { useEffect, useReducer } from 'react';
import { STREAM, type BoardApi } from './api';
import { BoardFeed, browserStream } from './feed';
import { nextLine, OPENING, type LineState } from './line';

/** The board as it is now, for as long as it is looked at. */
export function useBoard(api: BoardApi): LineState {
  const [state, tell] = useReducer(nextLine, OPENING);
  useEffect(() => {
    const feed = new BoardFeed(
      {
        stream: browserStream(STREAM),
        poll: () => api.board(),
        now: () => Date.now(),
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => {
            clearTimeout(timer);
          };
        },
      },
      tell,
    );
    feed.open();
    return () => {
      feed.close();
    };
  }, [api]);
  return state;
}
