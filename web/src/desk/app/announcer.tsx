import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';

type Announce = (text: string, urgent?: boolean) => void;

/** Long enough to be picked up, short enough not to be met again when reading the page. */
const KEPT_MS = 5_000;

const AnnounceContext = createContext<Announce>(() => undefined);

/** Says single sentences to screen readers. Nothing else on the page is a live region, so history is never re-read. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [polite, sayPolitely] = useSentence();
  const [urgent, sayUrgently] = useSentence();
  const announce = useCallback<Announce>(
    (text, isUrgent = false) => {
      (isUrgent ? sayUrgently : sayPolitely)(text);
    },
    [sayPolitely, sayUrgently],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="ds-sr-only" role="status" data-announcer="polite">
        {polite}
      </div>
      <div className="ds-sr-only" role="alert" data-announcer="urgent">
        {urgent}
      </div>
    </AnnounceContext>
  );
}

export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** Sentences said within a short time stand after each other, so that none swallows another. */
function useSentence(): [ReactNode, (text: string) => void] {
  const [lines, setLines] = useState<{ id: number; text: string }[]>([]);
  const next = useRef(1);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running) clearTimeout(timer);
    };
  }, []);
  const say = useCallback((text: string) => {
    const id = next.current;
    next.current += 1;
    setLines((old) => [...old, { id, text }]);
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setLines((old) => old.filter((line) => line.id !== id));
    }, KEPT_MS);
    timers.current.add(timer);
  }, []);
  return [lines.map((line) => <p key={line.id}>{line.text}</p>), say];
}
