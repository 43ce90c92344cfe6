import { useState } from 'react';
import { problemOf, type Versioned } from '../../api/client';
import { differences, merged, type Choices, type Difference, type Fields } from './merge';
import { useTask, type Task } from './useTask';

interface Merging<T> {
  first: Versioned<T>;
  read: () => Promise<Versioned<T>>;
  /** Writes the fields over the version they began as. */
  write: (fields: Fields, over: Versioned<T>) => Promise<Versioned<T>>;
  fieldsOf: (value: T) => Fields;
  onSaved: (value: T) => void;
}

interface Conflict<T> {
  theirs: Versioned<T>;
  found: Difference[];
}

export interface MergingState<T> {
  /** What the server had last. */
  base: T;
  task: Task;
  conflict: Conflict<T> | undefined;
  save: (mine: Fields) => Promise<boolean>;
  merge: (choices: Choices) => void;
  later: () => void;
}

/** Saves something that others may change meanwhile: their version is then read, and the two can be merged. */
export function useMerging<T>({ first, read, write, fieldsOf, onSaved }: Merging<T>): MergingState<T> {
  const [base, setBase] = useState(first);
  const [conflict, setConflict] = useState<Conflict<T>>();
  const task = useTask();
  const attempt = async (mine: Fields, over: Versioned<T>) => {
    try {
      const saved = await write(mine, over);
      setBase(saved);
      setConflict(undefined);
      onSaved(saved.value);
    } catch (error) {
      if (problemOf(error).code !== 'stale_write') throw error;
      const theirs = await read();
      setConflict({ theirs, found: differences(fieldsOf(over.value), mine, fieldsOf(theirs.value)) });
    }
  };
  return {
    base: base.value,
    task,
    conflict,
    save: (mine) => task.run(() => attempt(mine, base)),
    merge: (choices) => {
      if (!conflict) return;
      const { theirs, found } = conflict;
      void task.run(() => attempt(merged(fieldsOf(theirs.value), found, choices), theirs));
    },
    later: () => {
      setConflict(undefined);
    },
  };
}
