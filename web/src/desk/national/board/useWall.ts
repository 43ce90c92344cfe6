import { useCallback, useEffect, useRef, useState } from 'react';
import { focusTitle } from '../../admin/parts/focus';

export interface Wall {
  on: boolean;
  enter: () => void;
  leave: () => void;
}

/** The board for a screen on the wall. `?wall` keeps it through a reload, Escape leaves it. */
export function useWall(): Wall {
  const [on, setOn] = useState(() => new URLSearchParams(location.search).has('wall'));
  const leave = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen();
    address('');
    setOn(false);
  }, []);
  const enter = useCallback(() => {
    // Where it is refused, or not known as on small telephones, the page still becomes large.
    if (document.fullscreenEnabled) document.documentElement.requestFullscreen().catch(() => undefined);
    address('?wall');
    setOn(true);
  }, []);
  useEffect(() => {
    if (!on) return undefined;
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) leave();
    };
    // In full screen the browser keeps Escape to itself.
    const changed = () => {
      if (!document.fullscreenElement) leave();
    };
    document.addEventListener('keydown', pressed);
    document.addEventListener('fullscreenchange', changed);
    return () => {
      document.removeEventListener('keydown', pressed);
      document.removeEventListener('fullscreenchange', changed);
    };
  }, [on, leave]);
  const before = useRef(on);
  useEffect(() => {
    // The button that was pressed is gone.
    if (before.current !== on) focusTitle();
    before.current = on;
  }, [on]);
  return { on, enter, leave };
}

function address(query: string): void {
  history.replaceState(null, '', location.pathname + query);
}
