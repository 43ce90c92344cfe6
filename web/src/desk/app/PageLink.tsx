import type { MouseEvent, ReactNode } from 'react';
import { go } from './route';

interface PageLinkProps {
  to: string;
  current?: boolean;
  className?: string;
  children: ReactNode;
}

/** A link within the desk: it changes the page without loading it anew, unless a new tab is asked for. */
export function PageLink({ to, current = false, className, children }: PageLinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} className={className} aria-current={current ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
