import { reduce } from './reducer';
import { emptyDesk, type DeskEvent, type DeskState } from './state';

export type Watcher = (before: DeskState, after: DeskState, event: DeskEvent) => void;

/** Holds the desk's state and tells those who listen about each change. */
export class DeskStore {
  #state: DeskState = emptyDesk;
  readonly #listeners = new Set<() => void>();
  readonly #watchers = new Set<Watcher>();

  readonly get = (): DeskState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears every event with the state before and after it. */
  readonly watch = (watcher: Watcher): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly dispatch = (event: DeskEvent): void => {
    const before = this.#state;
    this.#state = reduce(before, event);
    for (const watcher of this.#watchers) watcher(before, this.#state, event);
    if (this.#state !== before) for (const listener of this.#listeners) listener();
  };
}
