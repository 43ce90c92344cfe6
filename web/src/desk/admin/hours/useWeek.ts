import { useState } from 'react';
import { problemOf, type Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import type { AdminApi } from '../api';
import { useDeeds, type Deeds } from '../parts/Done';
import { same, type Fields } from '../parts/merge';
import { useMerging, type MergingState } from '../parts/useMerging';
import type { Items, WeeklyInterval } from '../shapes';
import { refusedRows, weekFaults, type Faults } from './faults';
import { cellsOf, itemsOf, rowsOf, type Row } from './rows';

type Hours = Items<WeeklyInterval>;

export interface Week {
  rows: readonly Row[];
  faults: Faults;
  dirty: boolean;
  deeds: Deeds;
  merging: MergingState<Hours>;
  change: (rows: readonly Row[], said?: string) => void;
  save: () => void;
  discard: () => void;
}

/** The week while it is edited. */
export function useWeek(admin: AdminApi, first: Versioned<Hours>, onChanged: () => void): Week {
  const { t } = useI18n();
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(first.value.items));
  const [refused, setRefused] = useState<Faults>(new Map());
  const deeds = useDeeds();
  const show = (items: readonly WeeklyInterval[]) => {
    const fresh = rowsOf(items);
    setRows(fresh);
    setRefused(new Map());
    return fresh;
  };
  const write = async (fields: Fields, over: Versioned<Hours>) => {
    const items = intervalsOf(fields);
    try {
      return await admin.replaceHours(items, over.version);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'invalid') setRefused(refusedRows(problem, show(items)));
      throw error;
    }
  };
  const merging = useMerging<Hours>({
    first,
    read: () => admin.hours(),
    write,
    fieldsOf: ({ items }) => cellsOf(items),
    onSaved: ({ items }) => {
      show(items);
      deeds.tell({ text: t('desk.admin.hours.saved') });
      onChanged();
    },
  });
  const dirty = !same(cellsOf(itemsOf(rows)), cellsOf(merging.base.items));
  useUnsaved(dirty);
  return {
    rows,
    faults: new Map([...refused, ...weekFaults(rows)]),
    dirty,
    deeds,
    merging,
    change: (changed, said) => {
      setRows(changed);
      setRefused(new Map());
      deeds.tell(said === undefined ? undefined : { text: said });
    },
    save: () => void merging.save(cellsOf(itemsOf(rows))),
    discard: () => {
      show(merging.base.items);
      merging.task.forget();
      deeds.tell(undefined);
    },
  };
}

function intervalsOf(fields: Fields): WeeklyInterval[] {
  return Object.values(fields).flatMap((cell) => (cell as WeeklyInterval[] | undefined) ?? []);
}
