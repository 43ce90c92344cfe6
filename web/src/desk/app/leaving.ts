import { useEffect, useSyncExternalStore } from 'react';

const unsaved = new Set<symbol>();
const listeners = new Set<() => void>();
let wanted: (() => void) | undefined;

/** Whether anything on the screen would be lost by leaving it. */
export function hasUnsaved(): boolean {
  return unsaved.size > 0;
}

/** Leaves what is on the screen: at once, or after a question when something is not saved. */
export function leaveThen(go: () => void): void {
  if (hasUnsaved()) want(go);
  else go();
}

/** The answer to the question. */
export function answerLeaving(leave: boolean): void {
  const go = wanted;
  want(undefined);
  if (!leave) return;
  unsaved.clear();
  go?.();
}

/** Whether the question is to be asked now. */
export function useLeavingWanted(): boolean {
  return useSyncExternalStore(subscribe, () => wanted !== undefined);
}

/** Guards what is not saved against leaving, also against closing the window. */
export function useUnsaved(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return undefined;
    const mark = Symbol('unsaved');
    unsaved.add(mark);
    const hold = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', hold);
    return () => {
      unsaved.delete(mark);
      window.removeEventListener('beforeunload', hold);
    };
  }, [dirty]);
}

function want(go: (() => void) | undefined): void {
  wanted = go;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
