import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';

type Announce = (text: string, urgent?: boolean) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

/** Says single sentences to screen readers. Nothing else on the page is a live region, so history is never re-read. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState({ text: '', count: 0 });
  const [urgent, setUrgent] = useState({ text: '', count: 0 });
  const announce = useCallback<Announce>((text, isUrgent = false) => {
    (isUrgent ? setUrgent : setPolite)((last) => ({ text, count: last.count + 1 }));
  }, []);
  const value = useMemo(() => announce, [announce]);
  return (
    <AnnounceContext value={value}>
      {children}
      <div className="ds-sr-only" role="status" data-testid="announcer">
        <span key={polite.count}>{polite.text}</span>
      </div>
      <div className="ds-sr-only" role="alert">
        <span key={urgent.count}>{urgent.text}</span>
      </div>
    </AnnounceContext>
  );
}

export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}
