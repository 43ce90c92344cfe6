import { h } from './dom';

const KEPT_MS = 15_000;

export interface Announcer {
  /** Invisible; must stay in the page for what is said to be heard. */
  element: HTMLElement;
  say: (text: string) => void;
}

/** A polite live region. Each text is added as a paragraph of its own and taken away again once it has been said. */
export function announcer(): Announcer {
  const element = h('div', 'unseen', {
    attributes: { 'aria-live': 'polite', 'aria-relevant': 'additions', 'aria-atomic': 'false' },
  });
  return {
    element,
    say: (text) => {
      const line = h('p', '', {}, text);
      element.append(line);
      setTimeout(() => {
        line.remove();
      }, KEPT_MS);
    },
  };
}
