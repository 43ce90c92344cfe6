import { useState } from 'react';
import { problemOf, type Versioned } from '../../api/client';
import { useI18n, type I18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import type { RotaApi } from '../../features/rota/api';
import type { Series, SeriesMade, Shift } from '../../features/rota/shapes';
import type { Slot } from '../../features/rota/slots';
import { slotOf } from '../../features/rota/slots';
import { slotText } from '../../features/rota/words';
import { today } from '../parts/dates';
import { same, type Fields } from '../parts/merge';
import { useMerging, type MergingState } from '../parts/useMerging';
import { useTask, type Task } from '../parts/useTask';
import { bodyOf, draftOf, fieldsOf, newDraft, seriesBody, shiftBody, shiftFaults } from './draft';
import type { ShiftDraft, ShiftFault } from './draft';

/** What the form is about: a shift that was drawn, or one that is there, with its series if it repeats. */
export type Subject =
  | { kind: 'new'; slot: Slot; staffId: string }
  | { kind: 'change'; shift: Shift; series: Versioned<Series> | undefined };

/** Whether a change is for one shift of a series, or for those that follow too. */
export type Scope = 'one' | 'following';

export interface ShiftFormState {
  draft: ShiftDraft;
  change: (part: Partial<ShiftDraft>) => void;
  scope: Scope;
  setScope: (scope: Scope) => void;
  faults: ReadonlySet<ShiftFault>;
  asked: boolean;
  task: Task;
  /** Only for a shift that is changed by itself. */
  merging: MergingState<Shift>;
  submit: () => void;
}

interface ShiftFormOptions {
  rota: RotaApi;
  subject: Subject;
  onSaved: (text: string) => void;
}

/** A shift while it is written, and where it is sent. */
export function useShiftForm({ rota, subject, onSaved }: ShiftFormOptions): ShiftFormState {
  const i18n = useI18n();
  const [before] = useState(() => draftBefore(subject));
  const [draft, setDraft] = useState(before);
  const [scope, setScope] = useState<Scope>('one');
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const merging = useShiftMerging(rota, subject, onSaved);
  const send = useSending({ rota, subject, onSaved });
  const whole = { ...draft, repeat: subject.kind === 'new' ? draft.repeat : scope === 'following' };
  const faults = shiftFaults(whole, today());
  useUnsaved(!same(draft, before));
  const submit = () => {
    setAsked(true);
    if (task.busy || merging.task.busy || faults.size > 0) return;
    if (subject.kind === 'new') void task.run(() => send.made(whole));
    else if (scope === 'following') void task.run(() => send.replaced(whole));
    else if (same(draft, before)) onSaved(savedText(i18n, subject.shift));
    else void merging.save(fieldsOf(draft));
  };
  return {
    draft: whole,
    change: (part) => {
      setDraft({ ...draft, ...part });
    },
    scope,
    setScope,
    faults,
    asked,
    task: subject.kind === 'change' && scope === 'one' ? merging.task : task,
    merging,
    submit,
  };
}

function draftBefore(subject: Subject): ShiftDraft {
  return subject.kind === 'new'
    ? { ...newDraft(subject.slot), staffId: subject.staffId }
    : draftOf(subject.shift, subject.series?.value);
}

const NOTHING: Shift = {
  id: '',
  alias: '',
  staff_id: '',
  starts_at: '1970-01-01T08:00:00Z',
  ends_at: '1970-01-01T09:00:00Z',
  channels: [],
  queue: 'national',
  state: 'planned',
  absent: [],
  version: 0,
};

/** Changes one shift; others may have changed it meanwhile. */
function useShiftMerging(rota: RotaApi, subject: Subject, onSaved: ShiftFormOptions['onSaved']): MergingState<Shift> {
  const i18n = useI18n();
  const shift = subject.kind === 'change' ? subject.shift : NOTHING;
  return useMerging<Shift>({
    first: { value: shift, version: versionOf(shift) },
    read: () => rota.shift(shift.id),
    write: (fields, over) => rota.changeShift(shift.id, bodyOf(changedFields(fields, over.value)), over.version),
    fieldsOf: (value) => fieldsOf(draftOf(value)),
    onSaved: (saved) => {
      onSaved(savedText(i18n, saved));
    },
  });
}

function changedFields(fields: Fields, shift: Shift): Fields {
  const before = fieldsOf(draftOf(shift));
  return Object.fromEntries(Object.entries(fields).filter(([field, value]) => !same(before[field], value)));
}

/** Makes what is new, and makes the following shifts of a series anew. */
function useSending({ rota, subject, onSaved }: ShiftFormOptions) {
  const i18n = useI18n();
  const { plural } = i18n;
  const [version, setVersion] = useState(subject.kind === 'change' ? subject.series?.version : undefined);
  const told = ({ series, shifts }: SeriesMade) => {
    onSaved(`${series.alias}: ${plural('desk.rota.series_made', shifts.length)}`);
  };
  return {
    made: async (draft: ShiftDraft) => {
      const series = draft.repeat ? seriesBody(draft) : undefined;
      if (series) told(await rota.addSeries(series, draft.skipCollisions ? 'skip' : 'refuse'));
      else onSaved(savedText(i18n, await rota.addShift(shiftBody(draft))));
    },
    replaced: async (draft: ShiftDraft) => {
      const body = seriesBody(draft);
      if (subject.kind !== 'change' || !subject.series || !body) return;
      const change = { note: '', ...body };
      const replaced = replacedBy(subject.shift, subject.series.value);
      try {
        told(await rota.changeSeries(replaced, change, draft.skipCollisions ? 'skip' : 'refuse', version ?? ''));
      } catch (error) {
        // The next attempt is over what is there now.
        if (problemOf(error).code === 'stale_write') setVersion((await rota.series(replaced.series_id)).version);
        throw error;
      }
    },
  };
}

/** The shifts of a series from one of them on. */
export function replacedBy(shift: Shift, series: Series): { series_id: string; from: string } {
  return { series_id: series.id, from: slotOf(shift).date };
}

export function versionOf({ version }: Shift): string {
  return `"${version}"`;
}

export function savedText(i18n: I18n, shift: Shift): string {
  return i18n.t('desk.rota.saved', { alias: shift.alias, when: slotText(i18n, slotOf(shift)) });
}
