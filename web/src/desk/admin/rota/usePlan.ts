import { useRef, useState } from 'react';
import { problemOf } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import type { RotaApi } from '../../features/rota/api';
import type { Absence, Shift } from '../../features/rota/shapes';
import { slotOf, spanOf, type Slot } from '../../features/rota/slots';
import { mondayOf } from '../../features/rota/wall';
import { today } from '../parts/dates';
import { useDeeds, type Deeds } from '../parts/Done';
import { useTask, type Task } from '../parts/useTask';
import { savedText, versionOf, type Scope } from './useShiftForm';

/** What is open beside the week. */
export type Open = { kind: 'new'; slot: Slot } | { kind: 'change'; shift: Shift };

export interface Plan {
  monday: string;
  go: (monday: string) => void;
  loaded: Loaded<{ shifts: Shift[]; absences: Absence[] }>;
  /** The shifts as they are, or will be once what was moved is saved. */
  shifts: Shift[];
  deeds: Deeds;
  moving: Task;
  open: Open | undefined;
  show: (open: Open) => void;
  close: () => void;
  move: (shift: Shift, slot: Slot) => void;
  saved: (text: string) => void;
  remove: (shift: Shift, scope: Scope) => Promise<void>;
}

/** A week of the rota, and what can be done to it. */
export function usePlan(rota: RotaApi): Plan {
  const { t } = useI18n();
  const [monday, setMonday] = useState(() => mondayOf(today()));
  const loaded = useLoaded(`rota/week/${monday}`, async () => {
    const [shifts, absences] = await Promise.all([rota.week(monday), rota.absences(monday)]);
    return { shifts, absences: absences.items };
  });
  const deeds = useDeeds();
  const [open, setOpen] = useState<Open>();
  const moves = useMoves({ rota, loaded, deeds });
  return {
    monday,
    go: (next) => {
      leaveThen(() => {
        setOpen(undefined);
        setMonday(next);
      });
    },
    loaded,
    shifts: moves.shifts,
    deeds,
    moving: moves.task,
    open,
    show: (next) => {
      leaveThen(() => {
        deeds.tell(undefined);
        moves.task.forget();
        setOpen(next);
      });
    },
    close: () => {
      setOpen(undefined);
    },
    move: moves.move,
    saved: (text) => {
      setOpen(undefined);
      deeds.tell({ text });
      loaded.again();
    },
    remove: async (shift, scope) => {
      const series = scope === 'following' ? shift.series_id : undefined;
      if (series === undefined) await rota.deleteShift(shift.id);
      else await rota.deleteSeries({ series_id: series, from: slotOf(shift).date });
      setOpen(undefined);
      const undo = async () => {
        const again = await rota.addShift(contentOf(shift));
        loaded.again();
        return t('desk.rota.restored', { alias: again.alias });
      };
      deeds.tell(
        series === undefined
          ? { text: t('desk.rota.deleted', { alias: shift.alias }), undo }
          : { text: t('desk.rota.deleted_following', { alias: shift.alias }) },
      );
      loaded.again();
    },
  };
}

/** What makes the same shift again. */
function contentOf({ staff_id: staffId, starts_at: from, ends_at: to, channels, queue, note }: Shift) {
  return { staff_id: staffId, starts_at: from, ends_at: to, channels, queue, ...(note !== undefined && { note }) };
}

interface MovesOptions {
  rota: RotaApi;
  loaded: Plan['loaded'];
  deeds: Deeds;
}

/** Moves shifts one after the other; each is shown where it is to be while it is on its way. */
function useMoves({ rota, loaded, deeds }: MovesOptions): Pick<Plan, 'shifts' | 'move'> & { task: Task } {
  const i18n = useI18n();
  const task = useTask();
  const [over, setOver] = useState<ReadonlyMap<string, Shift>>(new Map());
  const line = useRef(Promise.resolve(true));
  const saved = useRef(new Map<string, Shift>());
  const show = (id: string, shift: Shift | undefined) => {
    setOver((old) => {
      const next = new Map(old);
      if (shift) next.set(id, shift);
      else next.delete(id);
      return next;
    });
  };
  const send = async (shift: Shift, slot: Slot) => {
    const { value } = await rota.changeShift(shift.id, spanOf(slot), versionOf(newer(shift, saved.current)));
    saved.current.set(value.id, value);
    show(value.id, value);
    return value;
  };
  const attempt = async (shift: Shift, slot: Slot) => {
    try {
      const before = slotOf(newer(shift, saved.current));
      const value = await send(shift, slot);
      const alone = shift.series_id === undefined ? '' : ` ${i18n.t('desk.rota.moved_alone')}`;
      const undo = async () => savedText(i18n, await send(value, before));
      deeds.tell({ text: savedText(i18n, value) + alone, undo, keepsFocus: true });
    } catch (error) {
      show(shift.id, undefined);
      deeds.tell(undefined);
      if (['stale_write', 'not_found'].includes(problemOf(error).code)) loaded.again();
      throw error;
    }
  };
  return {
    task,
    shifts: (loaded.value?.shifts ?? []).map((shift) => newer(shift, over)),
    move: (shift, slot) => {
      show(shift.id, { ...shift, ...spanOf(slot) });
      line.current = line.current.then(() => task.run(() => attempt(shift, slot)));
    },
  };
}

/** What was moved here, unless the server has told of something later. */
function newer(shift: Shift, over: ReadonlyMap<string, Shift>): Shift {
  const other = over.get(shift.id);
  return other && other.version >= shift.version ? other : shift;
}
