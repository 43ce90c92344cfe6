import { useSyncExternalStore } from 'react';

const LIST_WIDTH_PX = 320;
const COLUMN_WIDTH_PX = 380;
const MOST = 3;

/** How many chats fit side by side in a window; 0 says that list and chat take turns. */
export function columnsFor(widthPx: number, rootFontPx: number): number {
  const scale = rootFontPx / 16;
  if (widthPx < 800 * scale) return 0;
  const room = Math.floor((widthPx - LIST_WIDTH_PX * scale) / (COLUMN_WIDTH_PX * scale));
  return Math.max(1, Math.min(MOST, room));
}

export function useColumns(): number {
  return useSyncExternalStore(subscribe, () => {
    const rootFont = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    return columnsFor(window.innerWidth, rootFont);
  });
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => {
    window.removeEventListener('resize', listener);
  };
}
